// `ttfb p95 < 100ms`: the quantile of the time from the intended start to the first byte, judged as that of the response
// time is.

import { boundedCount } from '../../core/latency/latency-counts.ts'
import { counted } from '../../core/text/plural.ts'
import { judgeQuantile } from './judge-quantile.ts'
import { inconclusive, type Judgement } from './judgement.ts'
import type { ObjectiveEvidence } from './objective-evidence.ts'

export function judgeFirstByte(evidence: ObjectiveEvidence, quantile: number, limitSeconds: number): Judgement {
  const unstamped = unstampedResponses(evidence)
  if (unstamped === 0) return judgeQuantile(evidence, quantile, limitSeconds)
  return inconclusive(
    `The generator did not note when the first byte came of ${counted(unstamped, 'response')}, so the time to first byte is not known.`,
  )
}

/** At least so many. */
function unstampedResponses({ seconds }: ObjectiveEvidence): number {
  const perSlot = seconds.flatMap(({ slots }) =>
    slots.map(({ completed, firstByteResponseTime }) => Math.max(0, completed - boundedCount(firstByteResponseTime))),
  )
  return perSlot.reduce((sum, count) => sum + count, 0)
}
