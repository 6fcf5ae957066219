// What the difference of one quantile between two runs means.

import { finiteOrNull } from '../../core/latency/latency-summary.ts'
import { quantileName } from '../../core/latency/quantile.ts'
import type { BaselineFinding } from '../../core/report/report.ts'
import type { Verdict } from '../../core/report/verdict.ts'
import { formatShare } from '../../core/scenario/objective.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatChange } from '../format.ts'
import { type QuantileSeen, type RelativeDifference, relativeDifference } from './difference-interval.ts'

export interface QuantilePair {
  readonly quantile: number
  /** Null where there was no latency at all. */
  readonly before: QuantileSeen | null
  readonly after: QuantileSeen | null
  /** What the generator itself may have added to the later one: it is not held against the service. */
  readonly lagSeconds: number
  readonly margin: number
  /** Whether an objective is about this quantile: then too few requests are a doubt, not a gap. */
  readonly isNamed: boolean
  /** Whether both runs' generators were fit to judge. */
  readonly fit: boolean
}

export function judgeDifference(pair: QuantilePair): BaselineFinding {
  const { quantile, before, after } = pair
  const name = quantileName(quantile)
  const values = {
    quantile,
    before: before && finiteOrNull(before.seconds),
    after: after && finiteOrNull(after.seconds),
    difference: null,
    interval: null,
  }
  if (before === null || after === null)
    return {
      ...values,
      finding: 'inconclusive',
      reason: `One of the runs has no latency, so the ${name} says nothing.`,
    }
  if (before.seconds === Number.POSITIVE_INFINITY)
    return {
      ...values,
      finding: null,
      reason: `The baseline's ${name} lies among the requests that never ended: there is nothing to be slower than.`,
    }
  const found = relativeDifference(before, after)
  return {
    ...values,
    difference: finiteOrNull(found.difference),
    interval: { lower: found.lower <= -1 ? null : finiteOrNull(found.lower), upper: finiteOrNull(found.upper) },
    ...judged(pair, found, relativeDifference(before, withoutLag(after, pair.lagSeconds))),
  }
}

function withoutLag({ seconds, lowerSeconds, upperSeconds }: QuantileSeen, lagSeconds: number): QuantileSeen {
  return { seconds: seconds - lagSeconds, lowerSeconds: lowerSeconds - lagSeconds, upperSeconds }
}

function judged(
  { quantile, before, after, margin, isNamed, fit }: QuantilePair,
  found: RelativeDifference,
  least: RelativeDifference,
): Pick<BaselineFinding, 'finding' | 'reason'> {
  const seconds = (seen: QuantileSeen | null) =>
    seen === null || seen.seconds === Number.POSITIVE_INFINITY ? 'beyond the timeout' : formatDuration(seen.seconds)
  const what = `The ${quantileName(quantile)} went from ${seconds(before)} to ${seconds(after)}: ${differenceInWords(found)}`
  const allowed = formatShare(margin)
  if (!fit) return { finding: 'inconclusive', reason: `A generator was unfit, so this proves nothing. ${what}.` }
  if (least.lower > margin)
    return { finding: 'fail', reason: `${what}, all of it beyond the ${allowed} that are allowed.` }
  const isOpen = found.lower <= -1 || found.upper === Number.POSITIVE_INFINITY
  if (isOpen) return { finding: isNamed ? 'inconclusive' : null, reason: `${what}; too few requests to tell.` }
  const finding: Verdict = found.difference > margin ? 'inconclusive' : 'pass'
  if (finding === 'pass') return { finding, reason: `${what}, within the ${allowed} that are allowed.` }
  const doubt = found.lower > margin ? 'the generator itself may have added it' : 'chance may have made it'
  return { finding, reason: `${what}, beyond the ${allowed} that are allowed, but ${doubt}.` }
}

function differenceInWords({ difference, lower, upper }: RelativeDifference): string {
  const from = lower <= -1 ? 'no lower end' : formatChange(lower)
  const change = Number.isFinite(difference) ? formatChange(difference) : 'out of all bounds'
  return `${change} (95% interval ${from} to ${formatChange(upper)})`
}
