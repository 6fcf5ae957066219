// Whether rules do what is asked of them: they find an incident in time, with the required probability, and page falsely at
// most so often. Each part is shown, shown not to be, or left open by too few trials.

import { spanWords } from '../../core/backtest/span-words.ts'
import type { FalsePages, TrafficTime } from '../../core/drill/power-curve.ts'
import { type Verdict, worstVerdict } from '../../core/report/worst-verdict.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { falsePagesWords, lengthWords, probabilityWords, type TrafficRates, trafficWords } from './incident-words.ts'
import type { Detection } from './judge-detection.ts'
import { keepsBelow } from './judge-false-pages.ts'

export interface AskedOfRules {
  readonly withinSeconds: number | null
  readonly falsePagesPerDay: number | null
  readonly requiredProbability: number
  readonly rates: TrafficRates
}

export interface VariantEvidence {
  /** At each traffic at which it was asked for; fewer where the study was stopped. */
  readonly detection: readonly (Detection & { readonly traffic: TrafficTime; readonly byChance: number })[]
  readonly asked: readonly TrafficTime[]
  readonly falsePages: FalsePages | null
  /** What makes every figure doubtful: evaluations that failed. */
  readonly failures: readonly string[]
}

export interface VariantJudgement {
  readonly finding: Verdict
  readonly reason: string
}

export function judgeVariant(evidence: VariantEvidence, asked: AskedOfRules): VariantJudgement {
  const parts = [
    ...evidence.failures.slice(0, 1).map(
      (message): VariantJudgement => ({
        finding: 'inconclusive',
        reason: `evaluations failed in trials: ${message}`,
      }),
    ),
    ...evidence.asked.map((traffic) => judgedTraffic(evidence, asked, traffic)),
    ...(asked.falsePagesPerDay === null ? [] : [judgedPages(evidence.falsePages, asked.falsePagesPerDay)]),
  ]
  const finding = worstVerdict(parts.map((part) => part.finding))
  const decisive = finding === 'pass' ? parts : parts.filter((part) => part.finding === finding)
  return { finding, reason: decisive.map(({ reason }) => reason).join('; ') }
}

const FINDINGS = { found: 'pass', missed: 'fail', undecided: 'inconclusive' } as const satisfies Record<string, Verdict>

function judgedTraffic(evidence: VariantEvidence, asked: AskedOfRules, traffic: TrafficTime): VariantJudgement {
  const at = `at ${trafficWords(traffic, asked.rates)}`
  const detection = evidence.detection.find((each) => each.traffic === traffic)
  if (detection === undefined)
    return { finding: 'inconclusive', reason: `${at} too few incidents were simulated to tell` }
  const { finding, probability, trials, byChance } = detection
  const within = asked.withinSeconds === null ? '' : ` within ${lengthWords(asked.withinSeconds)}`
  const verdict = FINDINGS[finding]
  const required = formatShare(asked.requiredProbability)
  const open =
    probability.low >= asked.requiredProbability
      ? `, but it may page falsely in up to ${formatShare(Number(byChance.toPrecision(2)))} of such times: its pages may be chance`
      : `, which does not tell whether in the ${required} that are asked for`
  const wanted = { pass: '', fail: `, below the ${required} that is asked for`, inconclusive: open }[verdict]
  return { finding: verdict, reason: `${at} it pages${within} in ${probabilityWords(probability, trials)}${wanted}` }
}

function judgedPages(falsePages: FalsePages | null, mostPerDay: number): VariantJudgement {
  if (falsePages === null)
    return { finding: 'inconclusive', reason: 'too little quiet time was simulated to count false pages' }
  const finding = keepsBelow(falsePages, mostPerDay)
  const limit = mostPerDay === 0 ? 'none' : `at most one in ${spanWords(86_400e3 / mostPerDay)}`
  const wanted = {
    pass: '',
    fail: `, where ${limit} is asked for`,
    inconclusive: `, which does not tell whether it is ${limit}`,
  }[finding]
  return { finding, reason: `it pages falsely ${falsePagesWords(falsePages)}${wanted}` }
}
