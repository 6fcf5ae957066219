// `errors < 1%`, `achieved > 99%`, `under 300ms > 90%`: met where the whole interval of the fraction lies on the right
// side of the limit, not met where the whole interval lies on the wrong side.
//
// The interval is two-sided, so each end is a one-sided bound at 97.5%: no error among 368 requests proves fewer than 1%,
// no error among 200 requests does not.

import { CONFIDENCE_PERCENT } from '../../core/confidence-level.ts'
import { totalCount } from '../../core/latency/latency-counts.ts'
import type { Verdict } from '../../core/report/worst-verdict.ts'
import { type Accounting, knownArrivals, neverEnded } from '../../core/run/load-result.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { counted, listed } from '../../core/text/plural.ts'
import { formatInterval } from '../format.ts'
import { type FractionInterval, fractionInterval, type SlotTally } from '../statistics/fraction-interval.ts'
import { tallySlower } from '../statistics/quantile-interval.ts'
import { inconclusive, type Judgement } from './judgement.ts'
import { missedLatency, missedShare } from './missed-in-this-run.ts'
import { noLatency } from './no-latency.ts'
import { judgedRequests, type ObjectiveEvidence, tallyArrivals } from './objective-evidence.ts'
import { settlingAsData, settlingClause, settlingOf } from './settling.ts'

export function judgeErrors(evidence: ObjectiveEvidence, limitShare: number): Judgement {
  const offered = knownArrivals(evidence.accounting)
  if (offered <= 0) return inconclusive(nothingToJudge(evidence.accounting, 'error rate'))
  const bad = tallyArrivals(evidence, failed)
  const interval = fractionInterval(bad, evidence.seed)
  const what = `${formatShare(interval.fraction)} of ${counted(offered, 'request')} failed${kindsInWords(evidence.accounting)}`
  return judgement(interval, { side: 'below', limitShare, what }, () => missedShare(evidence, bad, limitShare))
}

/**
 * The same for an objective that the scenario does not name. It guards the other findings of this run against errors
 * that have no part in them, and claims nothing about other runs: its limit is compared with the share itself.
 * @param isWhole the scenario has no errors objective at all, not even of a part of the requests
 */
export function judgeImpliedErrors(evidence: ObjectiveEvidence, limitShare: number, isWhole = true): Judgement {
  const judged = judgeErrors(evidence, limitShare)
  const implied = `It applies because the scenario has no errors objective of its own${isWhole ? '' : ' for these requests'}.`
  const isKept = judged.finding === 'inconclusive' && judged.observed !== null && judged.observed < limitShare
  if (!isKept || evidence.census === null) return { ...judged, reason: `${judged.reason} ${implied}` }
  const offered = evidence.accounting.offered - evidence.accounting.lost
  const what = `${formatShare(judged.observed)} of ${counted(offered, 'request')} failed${kindsInWords(evidence.accounting)}`
  const reason = `${what}, below ${formatShare(limitShare)} in this run. ${implied}`
  return { ...judged, finding: 'pass', provenBy: 'census', reason }
}

export function judgeAchieved(evidence: ObjectiveEvidence, limitShare: number): Judgement {
  const offered = knownArrivals(evidence.accounting)
  if (offered <= 0) return inconclusive(nothingToJudge(evidence.accounting, 'success rate'))
  const interval = fractionInterval(
    tallyArrivals(evidence, ({ completed }) => completed),
    evidence.seed,
  )
  const what = `${formatShare(interval.fraction)} of ${counted(offered, 'request')} got the expected response`
  const missed = tallyArrivals(evidence, (accounting) => accounting.offered - accounting.completed - accounting.lost)
  return judgement(interval, { side: 'above', limitShare, what }, () => missedShare(evidence, missed, 1 - limitShare))
}

export function judgeUnder(evidence: ObjectiveEvidence, boundSeconds: number, limitShare: number): Judgement {
  const count = totalCount(evidence.allLatencies)
  if (count === 0) return inconclusive(noLatency(evidence.accounting))
  const interval = fractionInterval(tallyFaster(evidence, boundSeconds), evidence.seed)
  const what = `${formatShare(interval.fraction)} of ${judgedRequests(evidence)} took less than ${formatDuration(boundSeconds)}`
  const limit: FractionLimit = { side: 'above', limitShare, what }
  const strict = judgement(interval, limit, () => missedLatency(evidence, boundSeconds, 1 - limitShare))
  if (strict.finding !== 'fail' || strict.provenBy === 'census') return strict
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

function nothingToJudge({ lost }: Accounting, what: string): string {
  if (lost === 0) return `No request was scheduled, so there is no ${what} to judge.`
  return `Nothing came of ${counted(lost, 'request')} that were lost with a generator, so there is no ${what} to judge.`
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

/** @param missed why the run itself proves a fail that the interval leaves open, or null */
function judgement(
  interval: FractionInterval,
  { side, limitShare, what }: FractionLimit,
  missed: () => string | null,
): Judgement {
  const limit = formatShare(limitShare)
  const value = `${what} (${CONFIDENCE_PERCENT} interval ${formatInterval(interval.lower, interval.upper, 'share')})`
  const observed = {
    observed: interval.fraction,
    unbounded: false,
    interval: { lower: interval.lower, upper: interval.upper },
  }
  const finding = verdictOf(interval, side, limitShare)
  if (finding === 'pass') return { ...observed, finding, reason: `${value}, ${side} ${limit}.` }
  if (finding === 'fail') return { ...observed, finding, reason: `${value}, not ${side} ${limit}.` }
  const clause = missed()
  if (clause !== null)
    return { ...observed, finding: 'fail', provenBy: 'census', reason: `${value}, not ${side} ${limit}: ${clause}.` }
  const settling = settlingOf(interval, limitShare)
  const reason = `${value}: the limit ${limit} lies within the interval${settlingClause(settling)}.`
  return { ...observed, finding, settling: settlingAsData(settling), reason }
}

function verdictOf({ fraction, lower, upper }: FractionInterval, side: 'below' | 'above', limitShare: number): Verdict {
  if (side === 'below') {
    // One request that did not fail proves that not all do, however wide the interval.
    if (upper < limitShare || (limitShare === 1 && fraction < 1)) return 'pass'
    return lower >= limitShare ? 'fail' : 'inconclusive'
  }
  if (lower > limitShare || (limitShare === 0 && fraction > 0)) return 'pass'
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
