// Judges every objective of the SLA on the client's record, beside the finding from the histogram alone.

import { assertNever } from '../../core/assert-never.ts'
import { countAtOrBelow, type LatencyCounts, latencyQuantile, totalCount } from '../../core/latency/latency-counts.ts'
import type { SlaFinding } from '../../core/report/report.ts'
import {
  type GeneratorRecord,
  type LoadSlot,
  measuredSlots,
  type ResponseTimeName,
  sumAccounting,
} from '../../core/run/load-result.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import type { ScenarioObjective } from '../../core/scenario/scenario.ts'
import { couldGoOn, lostByPlan, lostByPlanInWords } from '../abort/lost-by-plan.ts'
import { type AttributedJudgement, attributedJudgement, bestCase } from '../attribution/attributed-judgement.ts'
import { type Attribution, attribution } from '../attribution/attribution.ts'
import { allowedLagSeconds } from '../generator/allowed-lag.ts'
import { stratifiedSeconds } from '../statistics/stratified-seconds.ts'
import { checkSafely } from '../verdict/check-safely.ts'
import { estimateObjective, histogramOf } from './estimate-objective.ts'
import { failingRequest, failingRequestInWords } from './failing-request.ts'
import { judgeFirstByte } from './judge-first-byte.ts'
import { judgeAchieved, judgeErrors, judgeImpliedErrors, judgeUnder } from './judge-fraction.ts'
import { judgeQuantile } from './judge-quantile.ts'
import { inconclusive, type Judgement } from './judgement.ts'
import { type Census, type ObjectiveEvidence, objectiveEvidence } from './objective-evidence.ts'
import { isNarrowed, objectiveSlots } from './objective-slots.ts'

export function evaluateObjectives(record: RunRecord): SlaFinding[] {
  const gathered = new Map<string, ObjectiveEvidence>()
  const causes = attribution(record)
  const judged = (wanted: ScenarioObjective): AttributedJudgement & Population & Failing => {
    const { objective, during, request, implied } = wanted
    const slots = objectiveSlots(record, wanted)
    const time: ResponseTimeName = objective.kind === 'ttfb' ? 'firstByteResponseTime' : 'responseTime'
    const key = JSON.stringify([during, request, implied, time])
    const judgement = judgeWithPlan(
      record,
      wanted,
      causes,
      attributedJudgement(
        objective,
        { slots, attribution: causes, connections: record.scenario.load.connections },
        (seen) => {
          const gather = () => gatherEvidence(record, seen, { time, isPart: isNarrowed(wanted) })
          const evidence = (seen === slots && gathered.get(key)) || gather()
          if (seen === slots) gathered.set(key, evidence)
          return judgeWithPopulation(wanted, evidence)
        },
      ),
    )
    if (judgement.finding !== 'fail') return judgement
    const failing = failingRequest(objective, slots, record.scenario)
    if (failing === undefined) return judgement
    return { ...judgement, failing, reason: `${judgement.reason} ${failingRequestInWords(objective, failing)}` }
  }
  return record.scenario.sla.map((wanted) => evaluateObjective(record, wanted, judged))
}

function evaluateObjective(
  record: RunRecord,
  wanted: ScenarioObjective,
  judged: (wanted: ScenarioObjective) => AttributedJudgement & Population & Failing,
): SlaFinding {
  const { text, objective, during, request, implied } = wanted
  const known = checkSafely<ReturnType<typeof judged>>(
    () => judged(wanted),
    (problem) => inconclusive(`This objective could not be judged: ${problem}`),
  )
  return {
    objective: text,
    during,
    ...(request !== undefined && { request }),
    ...(implied === undefined ? {} : { implied: true }),
    ...(implied === undefined || implied.except.length === 0 ? {} : { except: [...implied.except] }),
    ...(implied?.exceptFor && { exceptFor: implied.exceptFor.map((each) => ({ ...each })) }),
    ...('limitSeconds' in objective
      ? { limit: objective.limitSeconds, unit: 'seconds' }
      : { limit: objective.limitShare, unit: 'share' }),
    ...(known.finding === 'inconclusive' ? known : withoutSettling(known)),
    ...checkSafely(
      () => estimateObjective(objective, histogramOf(record, wanted)),
      () => ({ estimate: null, estimateFinding: null }),
    ),
  }
}

/** What would have decided a finding that is decided by something else. */
function withoutSettling<Judged extends Judgement>({ settling: _, ...judged }: Judged): Omit<Judged, 'settling'> {
  return judged
}

function gatherEvidence(
  { load, run, scenario }: RunRecord,
  slots: readonly LoadSlot[],
  { time, isPart }: { readonly time: ResponseTimeName; readonly isPart: boolean },
): ObjectiveEvidence {
  const { sendLag } = load.generator
  const ownLagSeconds = totalCount(sendLag) === 0 ? 0 : latencyQuantile(sendLag, 0.99)
  const census = censusOf(load.generator, allowedLagSeconds(scenario))
  return objectiveEvidence(stratifiedSeconds(slots, load.phases, scenario.load.phases), run.seed, ownLagSeconds, {
    census: load.interrupted ? null : isPart ? ofPart(census, slots, measuredSlots(load)) : census,
    time,
  })
}

/** Which requests the generator was late with is not recorded: all of them may be those of the part. */
function ofPart({ lagSeconds, lateShare }: Census, part: readonly LoadSlot[], all: readonly LoadSlot[]): Census {
  const times = sumAccounting(all).offered / Math.max(1, sumAccounting(part).offered)
  return { lagSeconds, lateShare: Math.min(1, lateShare * Math.max(1, times)) }
}

/** A request that is sent late and whose response is read late counts twice: more than it can have been delayed. */
function censusOf({ sendLag, eventLoopDelay }: GeneratorRecord, allowedSeconds: number): Census {
  const lateShare = (delays: LatencyCounts) => {
    const total = totalCount(delays)
    return total === 0 ? 0 : 1 - countAtOrBelow(delays, allowedSeconds) / total
  }
  return { lagSeconds: allowedSeconds, lateShare: lateShare(sendLag) + lateShare(eventLoopDelay) }
}

function judgeWithPopulation(wanted: ScenarioObjective, evidence: ObjectiveEvidence): Judgement & Population {
  const judged = judge(wanted, evidence)
  const { kind } = wanted.objective
  const requests = totalCount(evidence.allLatencies)
  const offered = evidence.accounting.offered - evidence.accounting.interrupted
  if (kind === 'errors' || kind === 'achieved' || requests === offered) return judged
  return { ...judged, population: { judged: requests, offered } }
}

/**
 * In an aborted run, what is lost by the plan is a fail, through what is the service's doing alone; what a rest of the
 * plan could have mended is none yet.
 */
function judgeWithPlan<Judged extends Judgement>(
  record: RunRecord,
  wanted: ScenarioObjective,
  causes: Attribution,
  judged: Judged,
): Judged {
  const slots = bestCase(record.load.slots, wanted.objective, causes)
  const lost = lostByPlan({ ...record, load: { ...record.load, slots } }, wanted)
  if (lost !== null) {
    if (judged.finding === 'fail') return judged
    return { ...judged, finding: 'fail', provenBy: 'plan', reason: lostByPlanInWords(lost) }
  }
  if (judged.finding !== 'fail' || !couldGoOn(record, wanted)) return judged
  const reason = `${judged.reason} The run was aborted before its end, and the rest of it could have met this objective.`
  return { ...judged, finding: 'inconclusive', reason }
}

type Population = Pick<SlaFinding, 'population'>
type Failing = Pick<SlaFinding, 'failing'>

function judge({ objective, implied }: ScenarioObjective, evidence: ObjectiveEvidence): Judgement {
  switch (objective.kind) {
    case 'quantile':
      return judgeQuantile(evidence, objective.quantile, objective.limitSeconds)
    case 'ttfb':
      return judgeFirstByte(evidence, objective.quantile, objective.limitSeconds)
    case 'errors':
      if (implied === undefined) return judgeErrors(evidence, objective.limitShare)
      return judgeImpliedErrors(evidence, objective.limitShare, isWhole(implied))
    case 'achieved':
      return judgeAchieved(evidence, objective.limitShare)
    case 'under':
      return judgeUnder(evidence, objective.boundSeconds, objective.limitShare)
    default:
      return assertNever(objective)
  }
}

/** Whether the scenario has no errors objective at all. */
function isWhole({ except, exceptFor }: NonNullable<ScenarioObjective['implied']>): boolean {
  return except.length === 0 && exceptFor === undefined
}
