// `p95 < 1s`, `ttfb p95 < 100ms`: met where the whole interval lies below the limit, not met where the whole interval lies at or above it.

import { CONFIDENCE_PERCENT } from '../../core/confidence-level.ts'
import { latencyQuantile, totalCount } from '../../core/latency/latency-counts.ts'
import { lowestEquivalentLatency } from '../../core/latency/latency-grid.ts'
import { finiteOrNull } from '../../core/latency/latency-summary.ts'
import { quantileName } from '../../core/latency/quantile.ts'
import type { Verdict } from '../../core/report/worst-verdict.ts'
import { formatCount } from '../../core/text/count.ts'
import { durationBeside, formatDuration } from '../../core/text/duration.ts'
import { counted } from '../../core/text/plural.ts'
import { formatInterval } from '../format.ts'
import { fractionInterval } from '../statistics/fraction-interval.ts'
import { type QuantileInterval, quantileInterval, tallySlower } from '../statistics/quantile-interval.ts'
import { inconclusive, type Judgement } from './judgement.ts'
import { missedLatency } from './missed-in-this-run.ts'
import { noLatency } from './no-latency.ts'
import { judgedRequests, type ObjectiveEvidence } from './objective-evidence.ts'
import { type Settling, settlingAsData, settlingClause, settlingOf } from './settling.ts'

export function judgeQuantile(evidence: ObjectiveEvidence, quantile: number, limitSeconds: number): Judgement {
  const { latencies, allLatencies } = evidence
  if (totalCount(allLatencies) === 0) return inconclusive(noLatency(evidence.accounting))
  const observed = latencyQuantile(allLatencies, quantile)
  const interval = quantileInterval(latencies, quantile, evidence.seed, allLatencies)
  const byInterval = judge(interval, limitSeconds, evidence.ownLagSeconds)
  const missed = byInterval === 'inconclusive' ? missedLatency(evidence, limitSeconds, 1 - quantile) : null
  const finding = missed === null ? byInterval : 'fail'
  const isOpen = finding === 'inconclusive' && interval.lowerSeconds < limitSeconds
  const settling = isOpen
    ? settlingOf(fractionInterval(tallySlower(latencies, limitSeconds), evidence.seed), 1 - quantile)
    : null
  const observation: Observed = { observed, interval, finding, missed, settling }
  return {
    observed: finiteOrNull(observed),
    unbounded: observed === Number.POSITIVE_INFINITY,
    interval: { lower: finiteOrNull(interval.lowerSeconds), upper: finiteOrNull(interval.upperSeconds) },
    finding,
    ...(missed === null ? {} : { provenBy: 'census' as const }),
    ...(settling && { settling: settlingAsData(settling) }),
    reason: `The ${quantileName(quantile)}${ofTime(evidence)} ${sentence(evidence, limitSeconds, observation)}.`,
  }
}

/** A recorded latency is up to 0.1% high, and includes the generator's own lag: neither may fail the service. */
function judge({ lowerSeconds, upperSeconds }: QuantileInterval, limitSeconds: number, ownLagSeconds: number): Verdict {
  if (upperSeconds < limitSeconds) return 'pass'
  if (lowerSeconds === Number.POSITIVE_INFINITY) return 'fail'
  const leastSeconds = lowerSeconds > 0 ? lowestEquivalentLatency(lowerSeconds) - ownLagSeconds : lowerSeconds
  return leastSeconds >= limitSeconds ? 'fail' : 'inconclusive'
}

interface Observed {
  readonly observed: number
  readonly interval: QuantileInterval
  readonly finding: Verdict
  /** Why the run itself proves a fail that the interval leaves open. */
  readonly missed: string | null
  /** Where the limit lies within the interval; else null. */
  readonly settling: Settling | null
}

function sentence(evidence: ObjectiveEvidence, limitSeconds: number, observation: Observed): string {
  const { interval, finding, missed, settling } = observation
  const limit = formatDuration(limitSeconds, 6)
  const requests = judgedRequests(evidence)
  const range = formatInterval(interval.lowerSeconds, interval.upperSeconds, 'seconds')
  const ends =
    interval.lowerSeconds === Number.POSITIVE_INFINITY
      ? `and so does its whole ${CONFIDENCE_PERCENT} interval`
      : `${CONFIDENCE_PERCENT} interval ${range}`
  const value = `${observedInWords(evidence, observation.observed, limitSeconds)} (${ends}, ${requests})`
  if (finding === 'pass') return `${value}, below ${limit}`
  if (missed !== null) return `${value}, not below ${limit}: ${missed}`
  if (finding === 'fail') return `${value}, not below ${limit}`
  if (settling === null)
    return `${value}, not below ${limit}, but the generator itself may have added up to ${formatDuration(evidence.ownLagSeconds)}`
  return `${value}: the limit ${limit} lies within the interval${settlingClause(settling)}`
}

/** Empty where the response time is judged, whose quantiles need no other name. */
function ofTime({ time }: ObjectiveEvidence): string {
  return time === 'firstByteResponseTime' ? ' of the time from intended start to first byte' : ''
}

function observedInWords(evidence: ObjectiveEvidence, observed: number, limitSeconds: number): string {
  if (Number.isFinite(observed)) return `is ${durationBeside(observed, limitSeconds)}`
  const { neverSent } = evidence.accounting
  const all = evidence.allLatencies.unbounded
  const requests = `lies among the ${counted(all, 'request')}`
  if (neverSent === all) return `${requests} that ${all === 1 ? 'was' : 'were'} never sent`
  const missing = evidence.time === 'firstByteResponseTime' ? 'got no first byte' : 'never ended'
  return `${requests} that ${missing}${neverSent === 0 ? '' : ` (${formatCount(neverSent)} of them never sent)`}`
}
