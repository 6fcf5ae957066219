// Whether an aborted run had lost an objective for good: so many requests had missed it that no rest of the planned run
// could have met it. That is a fail of this run, proven by arithmetic; all else that was cut off proves nothing.

import { boundedCount, mergeLatencies, totalCount, withUnbounded } from '../../core/latency/latency-counts.ts'
import { type LoadResult, type LoadSlot, sumAccounting } from '../../core/run/load-result.ts'
import type { PhaseProgress, RequestProgress } from '../../core/run/phase-progress.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import type { ScenarioObjective } from '../../core/scenario/scenario.ts'
import { judgedPhases, type RunProgress, tooManyBad, type Unreachable, unreachable } from './unreachable-objective.ts'

/** Null where the run was not aborted, or a rest of it could have met the objective. */
export function lostByPlan(record: RunRecord, wanted: ScenarioObjective): Unreachable | null {
  return isOneAborted(record) ? unreachable(record.scenario, wanted, progressOf(record.load)) : null
}

/** Whether an aborted run had not yet been through all phases of an objective. */
export function couldGoOn(record: RunRecord, wanted: ScenarioObjective): boolean {
  if (!isOneAborted(record)) return false
  const last = Math.max(...judgedPhases(record.scenario, wanted))
  return last >= record.load.phases.length - 1
}

/** Repeated runs follow one another in one record, which no single plan describes. */
function isOneAborted({ run, load, scenario }: RunRecord): boolean {
  return run.aborted !== undefined && load.phases.length <= scenario.load.phases.length
}

export function lostByPlanInWords(lost: Unreachable): string {
  return `When the run was aborted, no rest of it could have met this objective: ${tooManyBad(lost)}.`
}

function progressOf(load: LoadResult): RunProgress {
  return { phaseIndex: load.phases.length - 1, phases: load.phases.map((_, index) => progressOfPhase(load, index)) }
}

function progressOfPhase({ slots }: LoadResult, index: number): PhaseProgress {
  const own = slots.filter(({ phase }) => phase === index)
  const requests = [...new Set(own.map(({ request }) => request))]
  const ofRequest = (request: number) => progressOfSlots(own.filter((slot) => slot.request === request))
  return {
    ...progressOfSlots(own),
    requests: new Map(requests.map((request) => [request, ofRequest(request)])),
  }
}

function progressOfSlots(own: readonly LoadSlot[]): RequestProgress {
  const { completed, errors, timeouts, errorKinds } = sumAccounting(own)
  const responseTime = withUnbounded(mergeLatencies(own.map((slot) => slot.responseTime)), timeouts)
  const answered = mergeLatencies(own.map((slot) => slot.errorResponseTime))
  const firstBytes = mergeLatencies(own.map((slot) => slot.firstByteResponseTime))
  const firstByteResponseTime = withUnbounded(firstBytes, Math.max(0, completed + timeouts - boundedCount(firstBytes)))
  return {
    completed,
    errors,
    answeredErrors: totalCount(answered),
    unsendable: errorKinds.unsendable ?? 0,
    unreadable: errorKinds.unreadable ?? 0,
    timeouts,
    responseTime,
    firstByteResponseTime,
  }
}
