// Which bounds of a histogram prove nothing, because not all that was added up counts them. While a release with other
// bounds is rolled out, the sum over old and new instances has the buckets of both; a bound that only the new ones have
// counts none of the observations of the old ones, and Prometheus draws its quantile as if these lay above it.

import { bucketLabels } from '../../promql/evaluate/classic-histograms.ts'
import { withoutName } from '../../promql/evaluate/instant-sample.ts'
import type { Aggregation, Binary, Expression, Grouping } from '../../promql/expression/expression.ts'
import { partsOf } from '../../promql/expression/parts.ts'
import { expressionType } from '../../promql/expression/value-type.ts'
import { resultElements } from '../../promql/query.ts'
import { dropLabels, keepLabels, labelSignature } from '../../series/labels.ts'
import { type Labels, METRIC_NAME } from '../../series/series.ts'
import type { BoundsContext } from './bounds-context.ts'
import {
  isWhole,
  NO_PARTIAL_BOUNDS,
  type PartialBounds,
  type PartialHistogram,
  partialBoundsOf,
} from './partial-histogram.ts'

/** They keep series as they are. */
const CHOICES: ReadonlySet<string> = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio'])

export function partialBounds(expression: Expression, context: BoundsContext): PartialBounds {
  return context.hasOneLayout(expression) ? NO_PARTIAL_BOUNDS : within(expression, context)
}

function within(expression: Expression, context: BoundsContext): PartialBounds {
  if (!addsUp(expression)) return context.partialIn(expression)
  if (expression.kind === 'parentheses') return within(expression.inner, context)
  if (expression.kind === 'aggregation' && !CHOICES.has(expression.operator)) return ofSums(expression, context)
  if (expression.kind === 'binary') return ofBinary(expression, context)
  return partsOf(expression).every((part) => isWhole(within(part, context))) ? NO_PARTIAL_BOUNDS : 'any'
}

/** What is divided by a number keeps its labels, and so does the side that has many partners. */
function ofBinary({ left, right, matching }: Binary, context: BoundsContext): PartialBounds {
  const [l, r] = [within(left, context), within(right, context)]
  if (isWhole(l) && isWhole(r)) return NO_PARTIAL_BOUNDS
  const keepsLeft = matching ? matching.manySide === 'left' : expressionType(right) === 'scalar'
  const keepsRight = matching ? matching.manySide === 'right' : expressionType(left) === 'scalar'
  if (matching && matching.include.length > 0) return 'any'
  if (keepsLeft && isWhole(r)) return l
  return keepsRight && isWhole(l) ? r : 'any'
}

interface Sum {
  readonly labels: Labels
  readonly bounds: Set<number>
  /** By the signature of each histogram that is added up: the bounds that it has, and wholly. */
  readonly members: Map<string, Set<number>>
}

function ofSums({ grouping, operand }: Aggregation, context: BoundsContext): PartialBounds {
  const inner = within(operand, context)
  if (inner === 'any') return 'any'
  const sums = new Map<string, Sum>()
  for (const series of resultElements(context.drawn(operand))) {
    const { upperBound, labels, signature } = bucketLabels(series.labels)
    if (upperBound === undefined || !keepsBounds(grouping)) continue
    const kept = keptLabels(grouping, labels)
    const key = labelSignature(kept)
    const sum: Sum = sums.get(key) ?? { labels: kept, bounds: new Set(), members: new Map() }
    sums.set(key, sum)
    sum.bounds.add(upperBound)
    const whole = sum.members.get(signature) ?? new Set<number>()
    sum.members.set(signature, whole)
    if (!partialBoundsOf(withoutName(labels), inner).has(upperBound)) whole.add(upperBound)
  }
  const partial = new Map<string, PartialHistogram>()
  for (const [key, { labels, bounds, members }] of sums) {
    const lacking = [...bounds].filter((bound) => ![...members.values()].every((whole) => whole.has(bound)))
    if (lacking.length > 0) partial.set(key, { labels, bounds: new Set(lacking) })
  }
  return partial
}

function keepsBounds({ mode, labels }: Grouping): boolean {
  return labels.includes('le') === (mode === 'by')
}

/** Without `le` and the name. */
function keptLabels({ mode, labels: names }: Grouping, labels: Labels): Labels {
  return mode === 'without' ? dropLabels(labels, [...names, METRIC_NAME]) : keepLabels(labels, names)
}

function addsUp(expression: Expression): boolean {
  return expression.kind === 'aggregation' || partsOf(expression).some(addsUp)
}
