// Judges every objective of the SLA on the client's record, beside the finding from the histogram alone.

import { assertNever } from '../../core/assert-never.ts'
import { latencyQuantile, totalCount } from '../../core/latency/latency-counts.ts'
import type { SlaFinding } from '../../core/report/report.ts'
import { measuredSlots } from '../../core/run/load-result.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import type { Objective } from '../../core/scenario/objective.ts'
import type { ScenarioObjective } from '../../core/scenario/scenario.ts'
import { stratifiedSeconds } from '../statistics/stratified-seconds.ts'
import { checkSafely } from '../verdict/check-safely.ts'
import { estimateObjective, histogramDuring } from './estimate-objective.ts'
import { judgeAchieved, judgeErrors, judgeUnder } from './judge-fraction.ts'
import { judgeQuantile } from './judge-quantile.ts'
import { inconclusive, type Judgement } from './judgement.ts'
import { type ObjectiveEvidence, objectiveEvidence } from './objective-evidence.ts'

export function evaluateObjectives(record: RunRecord): SlaFinding[] {
  const gathered = new Map<string | null, ObjectiveEvidence>()
  const evidenceDuring = (during: string | null): ObjectiveEvidence => {
    const evidence = gathered.get(during) ?? gatherEvidence(record, during)
    gathered.set(during, evidence)
    return evidence
  }
  return record.scenario.sla.map((wanted) => evaluateObjective(record, wanted, evidenceDuring))
}

function evaluateObjective(
  record: RunRecord,
  { text, objective, during }: ScenarioObjective,
  evidenceDuring: (during: string | null) => ObjectiveEvidence,
): SlaFinding {
  return {
    objective: text,
    during,
    limit: objective.kind === 'quantile' ? objective.limitSeconds : objective.limitShare,
    unit: objective.kind === 'quantile' ? 'seconds' : 'share',
    ...checkSafely(
      () => judge(objective, evidenceDuring(during)),
      (problem) => inconclusive(`This objective could not be judged: ${problem}`),
    ),
    ...checkSafely(
      () => estimateObjective(objective, histogramDuring(record.prometheus, record.load, during)),
      () => ({ estimate: null, estimateFinding: null }),
    ),
  }
}

function gatherEvidence({ load, run, scenario }: RunRecord, during: string | null): ObjectiveEvidence {
  const { sendLag } = load.generator
  const ownLagSeconds = totalCount(sendLag) === 0 ? 0 : latencyQuantile(sendLag, 0.99)
  return objectiveEvidence(
    stratifiedSeconds(measuredSlots(load, during ?? undefined), load.phases, scenario.load.phases),
    run.seed,
    ownLagSeconds,
  )
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
