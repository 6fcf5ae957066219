// A quantile that a histogram estimates, held against a threshold. The estimate is drawn inside one bucket (lo, hi], so
//   threshold ≥ the largest finite bound   the comparison never holds: beyond it the estimate is that bound
//   threshold is a bound                   the comparison is exact, however far off the estimate is
//   threshold T inside (lo, hi]            it holds when the share of requests above lo exceeds (1 − q) / (1 − φ), with
//                                          φ = (T − lo) / (hi − lo), and nothing lies above hi; where in (lo, hi] the true
//                                          quantile is makes no difference

import { SECONDS_PER_UNIT, unitOfName } from '../../../core/histogram/latency-unit.ts'
import { quantileLabel } from '../../../core/latency/quantile.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { type Binary, type Expression, isComparison } from '../../promql/expression/expression.ts'
import { neverReturns } from '../../promql/reach/never-returns.ts'
import { watchedQuantile } from '../../promql/watched-quantile.ts'
import { allParts, type Diagnostic, histogramOf, knownOf, type LintedRule, neverHappens } from './linted-rule.ts'

interface Comparison {
  readonly node: Binary
  readonly histogram: string
  readonly quantile: number
  readonly operator: '>' | '>='
  readonly threshold: number
}

export function quantileThreshold(linted: LintedRule): Diagnostic[] {
  const { expression, bounds } = linted
  const consequence = neverReturns(expression, knownOf(linted)) ? neverHappens(linted) : undefined
  return comparisons(expression).flatMap((comparison) => {
    const finite = bounds?.get(comparison.histogram)
    const largest = finite?.at(-1)
    if (!finite || largest === undefined) return []
    const { threshold } = comparison
    if (isBeyond(comparison, largest)) return [beyondBounds(comparison, largest, consequence)]
    return finite.includes(threshold) || threshold <= 0 ? [] : [betweenBounds(comparison, finite)]
  })
}

/** Those that can never hold because of the bounds. */
export function comparisonsBeyondBounds({ expression, bounds }: LintedRule): readonly Expression[] {
  return comparisons(expression).flatMap((comparison) => {
    const largest = bounds?.get(comparison.histogram)?.at(-1)
    return largest !== undefined && isBeyond(comparison, largest) ? [comparison.node] : []
  })
}

function isBeyond({ operator, threshold }: Comparison, largest: number): boolean {
  return operator === '>' ? threshold >= largest : threshold > largest
}

function comparisons(expression: Expression): Comparison[] {
  return allParts(expression).flatMap((node): Comparison[] => {
    if (node.kind !== 'binary' || !isComparison(node.operator)) return []
    const watched = watchedQuantile(node)
    // Native histograms have no bounds, whatever classic ones stand beside them under the same name.
    if (!watched?.metric?.endsWith('_bucket') || watched.comparison?.role !== 'whole') return []
    const { operator, threshold } = watched.comparison
    if (operator !== '>' && operator !== '>=') return []
    return [{ node, histogram: histogramOf(watched.metric), quantile: watched.quantile, operator, threshold }]
  })
}

function beyondBounds(
  { histogram, operator, threshold }: Comparison,
  largest: number,
  consequence: string | undefined,
): Diagnostic {
  const value = (bound: number) => formatBound(histogram, bound)
  const reason = `the largest finite bound of ${histogram} is ${value(largest)}, and no estimate lies above it`
  return {
    severity: 'error',
    sentence: `${operator} ${value(threshold)} can never hold: ${reason}${consequence === undefined ? '' : `; ${consequence}`}; take a lower threshold, or add bounds above ${value(threshold)}`,
    ...(consequence !== undefined && { proof: 'neverReturns' as const }),
  }
}

function betweenBounds({ histogram, quantile, threshold }: Comparison, bounds: readonly number[]): Diagnostic {
  const value = (bound: number) => formatBound(histogram, bound)
  const label = quantileLabel(quantile).toUpperCase()
  const index = bounds.findIndex((bound) => bound > threshold)
  const [lower, upper] = [bounds[index - 1] ?? 0, bounds[index] as number]
  const bucket = { lower, upper }
  const share = shareThatHolds(quantile, threshold, bucket)
  const drawn = (part: number) => value(drawnAt(quantile, part, bucket))
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

/** The estimate where that part of the requests lies in the bucket, and the others lie below. */
export function drawnAt(
  quantile: number,
  part: number,
  { lower, upper }: { readonly lower: number; readonly upper: number },
): number {
  return Number((lower + ((upper - lower) * (quantile - (1 - part))) / part).toPrecision(3))
}

/**
 * The share of requests above the bucket's lower bound beyond which the estimated quantile lies above the threshold,
 * given that none lies above its upper bound. More than 1: no share suffices.
 */
export function shareThatHolds(
  quantile: number,
  threshold: number,
  { lower, upper }: { readonly lower: number; readonly upper: number },
): number {
  return (1 - quantile) / (1 - (threshold - lower) / (upper - lower))
}

/** As it stands in the rule, with the time that it means: `500ms`, or `0.5 (500µs)` of a histogram in milliseconds. */
function formatBound(histogram: string, bound: number): string {
  const unit = unitOfName(histogram)
  if (unit === undefined) return String(bound)
  const duration = formatDuration(bound * SECONDS_PER_UNIT[unit], 6)
  return unit === 'seconds' ? duration : `${bound} (${duration})`
}
