// Judges every objective of the SLA on the client's record, beside the finding from the histogram alone.

import { assertNever } from '../../core/assert-never.ts'
import { countAtOrBelow, type LatencyCounts, latencyQuantile, totalCount } from '../../core/latency/latency-counts.ts'
import type { SlaFinding } from '../../core/report/report.ts'
import {
  type GeneratorRecord,
  type LoadSlot,
  measuredSlots,
  type ResponseTimeName,
} from '../../core/run/load-result.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import type { ScenarioObjective } from '../../core/scenario/scenario.ts'
import { couldGoOn, lostByPlan, lostByPlanInWords } from '../abort/lost-by-plan.ts'
import { type AttributedJudgement, attributedJudgement, bestCase } from '../attribution/attributed-judgement.ts'
import { type Attribution, attribution } from '../attribution/attribution.ts'
import { allowedLagSeconds } from '../generator/allowed-lag.ts'
import { stratifiedSeconds } from '../statistics/stratified-seconds.ts'
import { checkSafely } from '../verdict/check-safely.ts'
import { estimateObjective, histogramDuring } from './estimate-objective.ts'
import { judgeFirstByte } from './judge-first-byte.ts'
import { judgeAchieved, judgeErrors, judgeImpliedErrors, judgeUnder } from './judge-fraction.ts'
import { judgeQuantile } from './judge-quantile.ts'
import { inconclusive, type Judgement } from './judgement.ts'
import { type Census, type ObjectiveEvidence, objectiveEvidence } from './objective-evidence.ts'

export function evaluateObjectives(record: RunRecord): SlaFinding[] {
  const gathered = new Map<string, ObjectiveEvidence>()
  const causes = attribution(record)
  const judged = (wanted: ScenarioObjective): AttributedJudgement & Population => {
    const { objective, during, implied } = wanted
    const slots = measuredSlots(record.load, during ?? undefined, implied?.except)
    const time: ResponseTimeName = objective.kind === 'ttfb' ? 'firstByteResponseTime' : 'responseTime'
    const key = JSON.stringify([during, implied?.except ?? [], time])
    return judgeWithPlan(
      record,
      wanted,
      causes,
      attributedJudgement(
        objective,
        { slots, attribution: causes, connections: record.scenario.load.connections },
        (seen) => {
          const evidence = (seen === slots && gathered.get(key)) || gatherEvidence(record, seen, time)
          if (seen === slots) gathered.set(key, evidence)
          return judgeWithPopulation(wanted, evidence)
        },
      ),
    )
  }
  return record.scenario.sla.map((wanted) => evaluateObjective(record, wanted, judged))
}

function evaluateObjective(
  record: RunRecord,
  wanted: ScenarioObjective,
  judged: (wanted: ScenarioObjective) => AttributedJudgement & Population,
): SlaFinding {
  const { text, objective, during, implied } = wanted
  return {
    objective: text,
    during,
    ...(implied === undefined ? {} : { implied: true }),
    ...(implied === undefined || implied.except.length === 0 ? {} : { except: [...implied.except] }),
    ...('limitSeconds' in objective
      ? { limit: objective.limitSeconds, unit: 'seconds' }
      : { limit: objective.limitShare, unit: 'share' }),
    ...checkSafely(
      () => judged(wanted),
      (problem) => inconclusive(`This objective could not be judged: ${problem}`),
    ),
    ...checkSafely(
      () => estimateObjective(objective, histogramDuring(record.prometheus, record.load, during)),
      () => ({ estimate: null, estimateFinding: null }),
    ),
  }
}

function gatherEvidence(
  { load, run, scenario }: RunRecord,
  slots: readonly LoadSlot[],
  time: ResponseTimeName,
): ObjectiveEvidence {
  const { sendLag } = load.generator
  const ownLagSeconds = totalCount(sendLag) === 0 ? 0 : latencyQuantile(sendLag, 0.99)
  return objectiveEvidence(stratifiedSeconds(slots, load.phases, scenario.load.phases), run.seed, ownLagSeconds, {
    census: load.interrupted ? null : censusOf(load.generator, allowedLagSeconds(scenario)),
    time,
  })
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

function judge({ objective, implied }: ScenarioObjective, evidence: ObjectiveEvidence): Judgement {
  switch (objective.kind) {
    case 'quantile':
      return judgeQuantile(evidence, objective.quantile, objective.limitSeconds)
    case 'ttfb':
      return judgeFirstByte(evidence, objective.quantile, objective.limitSeconds)
    case 'errors':
      return (implied === undefined ? judgeErrors : judgeImpliedErrors)(evidence, objective.limitShare)
    case 'achieved':
      return judgeAchieved(evidence, objective.limitShare)
    case 'under':
      return judgeUnder(evidence, objective.boundSeconds, objective.limitShare)
    default:
      return assertNever(objective)
  }
}
