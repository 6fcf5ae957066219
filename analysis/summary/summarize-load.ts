// Offered requests and their outcomes, over all measured phases and for each phase.

import { mergeLatencies } from '../../core/latency/latency-counts.ts'
import { summarizeLatencies } from '../../core/latency/latency-summary.ts'
import type { Report, ReportedLoad } from '../../core/report/report.ts'
import {
  type LoadResult,
  type LoadSlot,
  measuredSlots,
  type PhaseWindow,
  slaLatencies,
  sumAccounting,
} from '../../core/run/load-result.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { reportedFirstErrors } from './first-errors.ts'
import { probableMistakes } from './probable-mistake.ts'

export function summarizeLoad(load: LoadResult, scenario: Scenario): Report['load'] {
  const firstErrors = reportedFirstErrors(load, scenario)
  const measuredSeconds = load.phases
    .filter(({ measured }) => measured)
    .reduce((sum, phase) => sum + duration(phase), 0)
  return {
    total: summarize(measuredSlots(load), measuredSeconds),
    phases: load.phases.map((phase, index) => ({
      ...phase,
      ...summarize(
        load.slots.filter((slot) => slot.phase === index),
        duration(phase),
      ),
    })),
    firstErrors,
    probableMistakes: probableMistakes(load, scenario, firstErrors),
  }
}

function duration(phase: PhaseWindow): number {
  return Math.max(0, phase.endSeconds - phase.startSeconds)
}

function summarize(slots: readonly LoadSlot[], durationSeconds: number): ReportedLoad {
  const accounting = sumAccounting(slots)
  const perSecond = (count: number) => (durationSeconds > 0 ? count / durationSeconds : 0)
  return {
    ...accounting,
    durationSeconds,
    offeredRate: perSecond(accounting.offered),
    achievedRate: perSecond(accounting.completed),
    responseTime: summarizeLatencies(slaLatencies(slots, 'responseTime')),
    serviceTime: summarizeLatencies(slaLatencies(slots, 'serviceTime')),
    timeToFirstByte: summarizeLatencies(slaLatencies(slots, 'timeToFirstByte')),
    errorTime: summarizeLatencies(mergeLatencies(slots.map((slot) => slot.errorResponseTime))),
  }
}
