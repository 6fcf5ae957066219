// Judges the difference of one quantile between two runs.

import { CONFIDENCE_PERCENT } from '../../core/confidence-level.ts'
import { finiteOrNull } from '../../core/latency/latency-summary.ts'
import { quantileName } from '../../core/latency/quantile.ts'
import type { BaselineFinding } from '../../core/report/report.ts'
import type { Verdict } from '../../core/report/worst-verdict.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatChange, formatShare } from '../../core/text/figures/share.ts'
import { STARVED } from '../attribution/starved-spells.ts'
import { type ObservedQuantile, type RelativeDifference, relativeDifference } from './difference-interval.ts'

export interface QuantilePair {
  readonly quantile: number
  /** The name of a request; absent for all of them. */
  readonly request?: string
  /** The baseline does not tell the request from others, or has none of that name. */
  readonly isUnknownThen?: boolean
  /** Null where there was no latency. */
  readonly before: ObservedQuantile | null
  readonly after: ObservedQuantile | null
  /** The lag that the generator itself may have added to the later one. It may not fail the service. */
  readonly lagSeconds: number
  readonly margin: number
  /** Whether an objective names this quantile: too few requests are inconclusive then, instead of no finding. */
  readonly isNamed: boolean
  /** Whether the generators of both runs were on schedule, and none was lost. */
  readonly fit: boolean
  /** The bundled server was kept waiting for a core. */
  readonly isStarved: boolean
  /**
   * Where that of the baseline was kept waiting: the earlier quantile without the requests of those seconds, null where
   * no others were measured.
   */
  readonly unstarvedSeconds?: number | null
}

export function judgeDifference(pair: QuantilePair): BaselineFinding {
  const { quantile, request, before, after } = pair
  const name = quantileName(quantile)
  const values = {
    quantile,
    ...(request !== undefined && { request }),
    before: before && finiteOrNull(before.seconds),
    after: after && finiteOrNull(after.seconds),
    difference: null,
    interval: null,
  }
  if (pair.isUnknownThen)
    return {
      ...values,
      finding: 'inconclusive',
      reason: `The baseline has no record of ${request ?? 'these requests'} by itself, so the ${name} cannot be compared: record one of this scenario.`,
    }
  if (before === null || after === null)
    return {
      ...values,
      finding: 'inconclusive',
      reason: `One of the runs has no latency${ofRequest(pair)}, so the ${name} cannot be compared.`,
    }
  if (before.seconds === Number.POSITIVE_INFINITY)
    return {
      ...values,
      finding: null,
      reason: `The ${name}${ofRequest(pair)} of the baseline lies among the requests that never ended, so a slowdown cannot be measured.`,
    }
  const found = relativeDifference(before, after)
  return {
    ...values,
    difference: finiteOrNull(found.difference),
    interval: { lower: found.lower <= -1 ? null : finiteOrNull(found.lower), upper: finiteOrNull(found.upper) },
    ...judged(pair, found, relativeDifference(before, withoutLag(after, pair.lagSeconds))),
  }
}

function ofRequest({ request }: Pick<QuantilePair, 'request'>): string {
  return request === undefined ? '' : ` of ${request}`
}

function withoutLag({ seconds, lowerSeconds, upperSeconds }: ObservedQuantile, lagSeconds: number): ObservedQuantile {
  return { seconds: seconds - lagSeconds, lowerSeconds: lowerSeconds - lagSeconds, upperSeconds }
}

function judged(
  pair: QuantilePair,
  found: RelativeDifference,
  least: RelativeDifference,
): Pick<BaselineFinding, 'finding' | 'reason'> {
  const { quantile, request, before, after, margin, isNamed, fit, isStarved } = pair
  const seconds = (seen: ObservedQuantile | null) =>
    seen === null || seen.seconds === Number.POSITIVE_INFINITY ? 'beyond the timeout' : formatDuration(seen.seconds)
  const whose = request === undefined ? '' : ofRequest({ request })
  const what = `The ${quantileName(quantile)}${whose} went from ${seconds(before)} to ${seconds(after)}: ${differenceInWords(found)}`
  const allowed = formatShare(margin)
  if (!fit)
    return {
      finding: 'inconclusive',
      reason: `A generator of one of the runs did not keep to its schedule or was lost, so this finding is inconclusive. ${what}.`,
    }
  if (least.lower > margin) {
    const reason = `${what}, entirely above the allowed ${allowed}.`
    return isStarved ? { finding: 'inconclusive', reason: `${STARVED} ${reason}` } : { finding: 'fail', reason }
  }
  const isOpen = found.lower <= -1 || found.upper === Number.POSITIVE_INFINITY
  if (isOpen)
    return { finding: isNamed ? 'inconclusive' : null, reason: `${what}; there are too few requests to decide.` }
  const finding: Verdict = found.difference > margin ? 'inconclusive' : 'pass'
  if (finding === 'pass' && mayBeHidden(pair))
    return { finding: 'inconclusive', reason: `${STARVED_BEFORE} ${what}, within the allowed ${allowed}.` }
  if (finding === 'pass') return { finding, reason: `${what}, within the allowed ${allowed}.` }
  const doubt = found.lower > margin ? 'the generator itself may have added it' : 'chance may explain it'
  return { finding, reason: `${what}, above the allowed ${allowed}, but ${doubt}.` }
}

const STARVED_BEFORE =
  'The bundled server of the baseline was kept waiting for a core by other programs, so that it was slower than its script, and without those seconds a slowdown above what is allowed is not ruled out: record the baseline anew.'

/** Whether the earlier run is slow enough for this only because it was disturbed. */
function mayBeHidden({ unstarvedSeconds, after, margin }: QuantilePair): boolean {
  if (unstarvedSeconds === undefined || after === null) return false
  return unstarvedSeconds === null || after.seconds > unstarvedSeconds * (1 + margin)
}

function differenceInWords({ difference, lower, upper }: RelativeDifference): string {
  const from = lower > -1 ? formatChange(lower) : 'no lower end'
  const to = Number.isFinite(upper) ? formatChange(upper) : 'no upper end'
  const change = Number.isFinite(difference) ? formatChange(difference) : 'unbounded'
  return `${change} (${CONFIDENCE_PERCENT} interval ${from} to ${to})`
}
