// `errors < 1%`, `achieved > 99%`, `under 300ms > 90%`: met where the whole interval of the fraction lies on the right
// side of the limit, not met where the whole interval lies on the wrong side.
//
// The interval is two-sided, so each end is a one-sided bound at 97.5%: no error among 368 requests proves fewer than 1%,
// no error among 200 requests does not.

import { CONFIDENCE_PERCENT } from '../../core/confidence-level.ts'
import { totalCount } from '../../core/latency/latency-counts.ts'
import type { Verdict } from '../../core/report/verdict.ts'
import { type Accounting, neverEnded } from '../../core/run/load-result.ts'
import { formatShare } from '../../core/scenario/objective.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { counted, listed } from '../../core/text/plural.ts'
import { formatInterval } from '../format.ts'
import { type FractionInterval, fractionInterval, type SlotTally } from '../statistics/fraction-interval.ts'
import { tallySlower } from '../statistics/quantile-interval.ts'
import { requestsToSettle } from '../statistics/requests-to-settle.ts'
import { inconclusive, type Judgement, settlingClause } from './judgement.ts'
import { type ObjectiveEvidence, tallyArrivals } from './objective-evidence.ts'

export function judgeErrors(evidence: ObjectiveEvidence, limitShare: number): Judgement {
  const offered = evidence.accounting.offered - evidence.accounting.interrupted
  if (offered <= 0) return inconclusive('No request was scheduled, so there is no error rate to judge.')
  const interval = fractionInterval(tallyArrivals(evidence, failed), evidence.seed)
  const what = `${formatShare(interval.fraction)} of ${counted(offered, 'request')} failed${kindsInWords(evidence.accounting)}`
  return judgement(interval, { side: 'below', limitShare, what })
}

export function judgeAchieved(evidence: ObjectiveEvidence, limitShare: number): Judgement {
  const offered = evidence.accounting.offered - evidence.accounting.interrupted
  if (offered <= 0) return inconclusive('No request was scheduled, so there is no success rate to judge.')
  const interval = fractionInterval(
    tallyArrivals(evidence, ({ completed }) => completed),
    evidence.seed,
  )
  const what = `${formatShare(interval.fraction)} of ${counted(offered, 'request')} got the expected response`
  return judgement(interval, { side: 'above', limitShare, what })
}

export function judgeUnder(evidence: ObjectiveEvidence, boundSeconds: number, limitShare: number): Judgement {
  const count = totalCount(evidence.allLatencies)
  if (count === 0) return inconclusive('No request was answered or timed out, so there is no latency to judge.')
  const interval = fractionInterval(tallyFaster(evidence, boundSeconds), evidence.seed)
  const what = `${formatShare(interval.fraction)} of ${counted(count, 'request')} took less than ${formatDuration(boundSeconds)}`
  const strict = judgement(interval, { side: 'above', limitShare, what })
  if (strict.finding !== 'fail') return strict
  // A recorded latency is up to 0.1% high, and includes the generator's own lag: neither may fail the service.
  const lenientBound = (boundSeconds + evidence.ownLagSeconds) * 1.001
  const lenient = fractionInterval(tallyFaster(evidence, lenientBound), evidence.seed)
  if (verdictOf(lenient, 'above', limitShare) === 'fail') return strict
  const lag = formatDuration(evidence.ownLagSeconds)
  return {
    ...strict,
    finding: 'inconclusive',
    reason: `${what}, not above ${formatShare(limitShare)}, but the generator itself may have added up to ${lag}.`,
  }
}

function tallyFaster({ latencies }: ObjectiveEvidence, boundSeconds: number): SlotTally[] {
  return tallySlower(latencies, boundSeconds).map(({ stratum, trials, events }) => ({
    stratum,
    trials,
    events: trials - events,
  }))
}

function failed(accounting: Accounting): number {
  return accounting.errors + neverEnded(accounting)
}

interface FractionLimit {
  /** The side of the limit on which the fraction has to lie. */
  readonly side: 'below' | 'above'
  readonly limitShare: number
  /** The observed fraction as a clause. */
  readonly what: string
}

function judgement(interval: FractionInterval, { side, limitShare, what }: FractionLimit): Judgement {
  const finding = verdictOf(interval, side, limitShare)
  const limit = formatShare(limitShare)
  const value = `${what} (${CONFIDENCE_PERCENT} interval ${formatInterval(interval.lower, interval.upper, 'share')})`
  const reasons: Record<Verdict, () => string> = {
    pass: () => `${value}, ${side} ${limit}.`,
    fail: () => `${value}, not ${side} ${limit}.`,
    inconclusive: () =>
      `${value}: the limit ${limit} lies within the interval${settlingClause(requestsToSettle(interval, limitShare))}.`,
  }
  return {
    observed: interval.fraction,
    unbounded: false,
    interval: { lower: interval.lower, upper: interval.upper },
    finding,
    reason: reasons[finding](),
  }
}

function verdictOf({ lower, upper }: FractionInterval, side: 'below' | 'above', limitShare: number): Verdict {
  if (side === 'below') {
    if (upper < limitShare) return 'pass'
    return lower >= limitShare ? 'fail' : 'inconclusive'
  }
  if (lower > limitShare) return 'pass'
  return upper <= limitShare ? 'fail' : 'inconclusive'
}

function kindsInWords({ errorKinds, timeouts, neverSent, unfinished, interrupted }: Accounting): string {
  const kinds = [
    ...Object.entries(errorKinds),
    ['timeout', timeouts - neverSent] as const,
    ['never sent', neverSent] as const,
    ['unfinished', unfinished - interrupted] as const,
  ]
  const named = kinds.flatMap(([kind, count]) => (count ? [`${formatCount(count)} ${kind}`] : []))
  return named.length === 0 ? '' : ` (${listed(named)})`
}
