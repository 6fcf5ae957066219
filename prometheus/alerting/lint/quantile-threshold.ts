// A quantile that a histogram estimates, held against a threshold. The estimate is drawn inside one bucket (lo, hi], so
//   threshold ≥ the largest finite bound   the comparison never holds: beyond it the estimate is that bound
//   threshold is a bound                   the comparison is exact, however far off the estimate is
//   threshold T inside (lo, hi]            it holds when the share of requests above lo exceeds (1 − q) / (1 − φ), with
//                                          φ = (T − lo) / (hi − lo), and nothing lies above hi; where in (lo, hi] the true
//                                          quantile is makes no difference
//   q is 1                                 drawn at hi: one request above lo suffices
//   q is 0                                 drawn where the first bucket begins, whatever the requests
//   q below 0, or above 1                  infinite, which misused-quantile.ts says

import { estimateInBucket, shareThatHolds } from '../../../core/histogram/estimate-in-bucket.ts'
import { SECONDS_PER_UNIT, unitOfName } from '../../../core/histogram/latency-unit.ts'
import { quantileLabel } from '../../../core/latency/quantile.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { type Binary, type Expression, isComparison } from '../../promql/expression/expression.ts'
import { watchedQuantile } from '../../promql/watched-quantile.ts'
import { allParts, consequenceOf, type Diagnostic, histogramOf, type LintedRule } from './linted-rule.ts'

interface Comparison {
  readonly node: Binary
  readonly histogram: string
  /** The finite ones, ascending; one at least. */
  readonly bounds: readonly number[]
  /** From 0 to 1. */
  readonly quantile: number
  readonly operator: '>' | '>='
  readonly threshold: number
}

export function quantileThreshold(linted: LintedRule): Diagnostic[] {
  const beyond = comparisonsBeyondBounds(linted)
  const consequence = consequenceOf(linted, (part) => beyond.includes(part))
  return comparisons(linted).flatMap((comparison) => {
    const { node, bounds, quantile, threshold } = comparison
    if (beyond.includes(node)) return [beyondBounds(comparison, consequence)]
    if (bounds.includes(threshold) || threshold <= 0) return []
    return [quantile === 1 ? greatestBetweenBounds(comparison) : betweenBounds(comparison)]
  })
}

/** Those that can never hold because of the bounds. */
export function comparisonsBeyondBounds(linted: LintedRule): readonly Expression[] {
  return comparisons(linted).flatMap((comparison) => (isBeyond(comparison) ? [comparison.node] : []))
}

function isBeyond(comparison: Comparison): boolean {
  const { operator, threshold } = comparison
  const highest = highestEstimate(comparison)
  return operator === '>' ? threshold >= highest : threshold > highest
}

/** The first bucket begins at 0, or at its own bound where that is not above 0. */
function highestEstimate({ quantile, bounds }: Comparison): number {
  return quantile === 0 ? Math.min(0, bounds[0] as number) : (bounds.at(-1) as number)
}

function comparisons({ expression, bounds: known }: LintedRule): Comparison[] {
  return allParts(expression).flatMap((node): Comparison[] => {
    if (node.kind !== 'binary' || !isComparison(node.operator)) return []
    const watched = watchedQuantile(node)
    // Native histograms have no bounds, whatever classic ones stand beside them under the same name.
    if (!watched?.metric?.endsWith('_bucket') || watched.comparison?.role !== 'whole') return []
    const { quantile } = watched
    const { operator, threshold } = watched.comparison
    if ((operator !== '>' && operator !== '>=') || !(quantile >= 0 && quantile <= 1)) return []
    const histogram = histogramOf(watched.metric)
    const bounds = known?.get(histogram) ?? []
    return bounds.length === 0 ? [] : [{ node, histogram, bounds, quantile, operator, threshold }]
  })
}

function beyondBounds(comparison: Comparison, consequence: string | undefined): Diagnostic {
  const { histogram, quantile, operator, threshold } = comparison
  const value = (bound: number) => formatBound(histogram, bound)
  const highest = value(highestEstimate(comparison))
  const [reason, remedy] =
    quantile === 0
      ? [
          `a quantile of 0 is drawn at ${highest}, where the first bucket of ${histogram} begins, whatever the requests`,
          'take a quantile above 0',
        ]
      : [
          `the largest finite bound of ${histogram} is ${highest}, and no estimate lies above it`,
          `take a lower threshold, or add bounds above ${value(threshold)}`,
        ]
  return {
    severity: 'error',
    sentence: `${operator} ${value(threshold)} can never hold: ${reason}${consequence === undefined ? '' : `; ${consequence}`}; ${remedy}`,
    ...(consequence !== undefined && { proof: 'neverReturns' as const }),
  }
}

/** The bucket that the threshold lies in, which is not beyond the bounds. */
function bucketOf({ threshold, bounds }: Comparison): { readonly lower: number; readonly upper: number } {
  const index = bounds.findIndex((bound) => bound > threshold)
  return { lower: bounds[index - 1] ?? 0, upper: bounds[index] as number }
}

function greatestBetweenBounds(comparison: Comparison): Diagnostic {
  const { histogram, threshold } = comparison
  const value = (bound: number) => formatBound(histogram, bound)
  const { lower, upper } = bucketOf(comparison)
  return {
    severity: 'warning',
    sentence: `${value(threshold)} is no bound of ${histogram}: a quantile of 1 is drawn at the upper bound of the highest bucket that holds a request, so that one request above ${value(lower)} suffices, drawn at ${value(upper)}; one from ${value(lower)} to ${value(threshold)} raises a false alarm; a bound at ${value(threshold)} would make it exact`,
  }
}

function betweenBounds(comparison: Comparison): Diagnostic {
  const { histogram, quantile, threshold } = comparison
  const value = (bound: number) => formatBound(histogram, bound)
  const label = quantileLabel(quantile).toUpperCase()
  const bucket = bucketOf(comparison)
  const { lower, upper } = bucket
  const share = shareThatHolds(quantile, threshold, bucket)
  const drawn = (part: number) => value(estimateInBucket(quantile, part, bucket))
  const [holds, fires] =
    share < 1
      ? [
          `it holds when more than ${formatShare(share)} of requests take longer than ${value(lower)}, wherever below ${value(upper)} they lie`,
          ` (every request at ${value(lower + (upper - lower) / 100)} fires it, drawn at ${drawn(1)})`,
        ]
      : [`it holds only when requests take longer than ${value(upper)}`, '']
  const silent = share < 1 ? (1 - quantile + share) / 2 : 1
  const whose = share < 1 ? `${formatShare(silent)} of requests` : 'every request'
  return {
    severity: 'warning',
    sentence: `${value(threshold)} is no bound of ${histogram}: ${holds}; so a true ${label} from ${value(lower)} to ${value(threshold)} may raise a false alarm${fires}, and one from ${value(threshold)} to ${value(upper)} may be missed (${whose} at ${value(upper)} stays silent, drawn at ${drawn(silent)}); a bound at ${value(threshold)} would make it exact`,
  }
}

/** As it stands in the rule, with the time that it means: `500ms`, or `0.5 (500µs)` of a histogram in milliseconds. */
function formatBound(histogram: string, bound: number): string {
  const unit = unitOfName(histogram)
  if (unit === undefined) return String(bound)
  const duration = formatDuration(bound * SECONDS_PER_UNIT[unit], 6)
  return unit === 'seconds' ? duration : `${bound} (${duration})`
}
