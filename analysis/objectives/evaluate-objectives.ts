// Judges every objective of the SLA on the client's record, beside the finding from the histogram alone.

import { assertNever } from '../../core/assert-never.ts'
import { latencyQuantile, totalCount } from '../../core/latency/latency-counts.ts'
import type { SlaFinding } from '../../core/report/report.ts'
import { type LoadSlot, measuredSlots } from '../../core/run/load-result.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import type { Objective } from '../../core/scenario/objective.ts'
import type { ScenarioObjective } from '../../core/scenario/scenario.ts'
import { type AttributedJudgement, attributedJudgement } from '../attribution/attributed-judgement.ts'
import { attribution } from '../attribution/attribution.ts'
import { stratifiedSeconds } from '../statistics/stratified-seconds.ts'
import { checkSafely } from '../verdict/check-safely.ts'
import { estimateObjective, histogramDuring } from './estimate-objective.ts'
import { judgeAchieved, judgeErrors, judgeUnder } from './judge-fraction.ts'
import { judgeQuantile } from './judge-quantile.ts'
import { inconclusive, type Judgement } from './judgement.ts'
import { type ObjectiveEvidence, objectiveEvidence } from './objective-evidence.ts'

export function evaluateObjectives(record: RunRecord): SlaFinding[] {
  const gathered = new Map<readonly LoadSlot[], ObjectiveEvidence>()
  const slotsOf = new Map<string | null, readonly LoadSlot[]>()
  const causes = attribution(record)
  const judged = ({ objective, during }: ScenarioObjective): AttributedJudgement => {
    const slots = slotsOf.get(during) ?? measuredSlots(record.load, during ?? undefined)
    slotsOf.set(during, slots)
    return attributedJudgement(
      objective,
      { slots, attribution: causes, connections: record.scenario.load.connections },
      (seen) => {
        const evidence = gathered.get(seen) ?? gatherEvidence(record, seen)
        if (seen === slots) gathered.set(seen, evidence)
        return judge(objective, evidence)
      },
    )
  }
  return record.scenario.sla.map((wanted) => evaluateObjective(record, wanted, judged))
}

function evaluateObjective(
  record: RunRecord,
  wanted: ScenarioObjective,
  judged: (wanted: ScenarioObjective) => AttributedJudgement,
): SlaFinding {
  const { text, objective, during } = wanted
  return {
    objective: text,
    during,
    limit: objective.kind === 'quantile' ? objective.limitSeconds : objective.limitShare,
    unit: objective.kind === 'quantile' ? 'seconds' : 'share',
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

function gatherEvidence({ load, run, scenario }: RunRecord, slots: readonly LoadSlot[]): ObjectiveEvidence {
  const { sendLag } = load.generator
  const ownLagSeconds = totalCount(sendLag) === 0 ? 0 : latencyQuantile(sendLag, 0.99)
  return objectiveEvidence(stratifiedSeconds(slots, load.phases, scenario.load.phases), run.seed, ownLagSeconds)
}

function judge(objective: Objective, evidence: ObjectiveEvidence): Judgement {
  switch (objective.kind) {
    case 'quantile':
      return judgeQuantile(evidence, objective.quantile, objective.limitSeconds)
    case 'errors':
      return judgeErrors(evidence, objective.limitShare)
    case 'achieved':
      return judgeAchieved(evidence, objective.limitShare)
    case 'under':
      return judgeUnder(evidence, objective.boundSeconds, objective.limitShare)
    default:
      return assertNever(objective)
  }
}
