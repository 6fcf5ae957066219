// `errors < 1%`, `achieved > 99%`, `under 300ms > 90%`: met where the whole 95% interval of the share lies on the
// right side of the limit, not met where the whole of it lies on the wrong one.
//
// The interval is two-sided, so each side is a bound at 97.5%: no error among 368 requests shows fewer than 1%, no
// error among 200 does not.

import { totalCount } from '../../core/latency/latency-counts.ts'
import type { Verdict } from '../../core/report/verdict.ts'
import type { Accounting } from '../../core/run/load-result.ts'
import { formatShare } from '../../core/scenario/objective.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { counted, listed } from '../../core/text/plural.ts'
import { formatInterval } from '../format.ts'
import { type FractionInterval, fractionInterval, type SlotTally } from '../statistics/fraction-interval.ts'
import { tallySlower } from '../statistics/quantile-interval.ts'
import { requestsToSettle } from '../statistics/requests-to-settle.ts'
import { type Judgement, undecided, whatWouldSettleIt } from './judgement.ts'
import { type ObjectiveEvidence, tallyArrivals } from './objective-evidence.ts'

export function judgeErrors(evidence: ObjectiveEvidence, limitShare: number): Judgement {
  const { offered } = evidence.accounting
  if (offered === 0) return undecided('No request was due, so there is no share of errors.')
  const interval = fractionInterval(tallyArrivals(evidence, failed), evidence.seed)
  const what = `${formatShare(interval.fraction)} of ${counted(offered, 'request')} failed${kindsInWords(evidence.accounting)}`
  return judgement(interval, { side: 'below', limitShare, what })
}

export function judgeAchieved(evidence: ObjectiveEvidence, limitShare: number): Judgement {
  const { offered } = evidence.accounting
  if (offered === 0) return undecided('No request was due, so there is no share of answers.')
  const interval = fractionInterval(
    tallyArrivals(evidence, ({ completed }) => completed),
    evidence.seed,
  )
  const what = `${formatShare(interval.fraction)} of ${counted(offered, 'request')} got the expected answer`
  return judgement(interval, { side: 'above', limitShare, what })
}

export function judgeUnder(evidence: ObjectiveEvidence, boundSeconds: number, limitShare: number): Judgement {
  const count = totalCount(evidence.allLatencies)
  if (count === 0) return undecided('No request was answered or timed out, so there is no latency.')
  const interval = fractionInterval(tallyFaster(evidence, boundSeconds), evidence.seed)
  const what = `${formatShare(interval.fraction)} of ${counted(count, 'request')} took less than ${formatDuration(boundSeconds)}`
  const strict = judgement(interval, { side: 'above', limitShare, what })
  if (strict.finding !== 'fail') return strict
  // A latency reads up to 0.1% high, and later by the generator's own lag: neither may fail the service.
  const lenientBound = (boundSeconds + evidence.ownLagSeconds) * 1.001
  const lenient = fractionInterval(tallyFaster(evidence, lenientBound), evidence.seed)
  if (verdictOf(lenient, 'above', limitShare) === 'fail') return strict
  const lag = formatDuration(evidence.ownLagSeconds)
  return {
    ...strict,
    finding: 'inconclusive',
    reason: `${what}, not above ${formatShare(limitShare)}, but by no more than the ${lag} that the generator itself may have added.`,
  }
}

function tallyFaster({ latencies }: ObjectiveEvidence, boundSeconds: number): SlotTally[] {
  return tallySlower(latencies, boundSeconds).map(({ stratum, trials, events }) => ({
    stratum,
    trials,
    events: trials - events,
  }))
}

function failed({ errors, timeouts, unfinished }: Accounting): number {
  return errors + timeouts + unfinished
}

interface FractionLimit {
  /** Where the share has to lie. */
  readonly side: 'below' | 'above'
  readonly limitShare: number
  /** The share in words. */
  readonly what: string
}

function judgement(interval: FractionInterval, { side, limitShare, what }: FractionLimit): Judgement {
  const finding = verdictOf(interval, side, limitShare)
  const limit = formatShare(limitShare)
  const value = `${what} (95% interval ${formatInterval(interval.lower, interval.upper, 'share')})`
  const reasons: Record<Verdict, () => string> = {
    pass: () => `${value}, ${side} ${limit}.`,
    fail: () => `${value}, not ${side} ${limit}.`,
    inconclusive: () =>
      `${value}, which does not tell on which side of ${limit} it lies${whatWouldSettleIt(requestsToSettle(interval, limitShare))}.`,
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

function kindsInWords({ errorKinds, timeouts, unfinished }: Accounting): string {
  const kinds = [...Object.entries(errorKinds), ['timeout', timeouts] as const, ['unfinished', unfinished] as const]
  const named = kinds.flatMap(([kind, count]) => (count ? [`${formatCount(count)} ${kind}`] : []))
  return named.length === 0 ? '' : ` (${listed(named)})`
}
