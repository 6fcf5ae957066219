// What the evaluation within bounds is given: one instant of the data, evaluated as Prometheus does.

import type { Dialect } from '../../promql/dialect.ts'
import type { QueryResult } from '../../promql/evaluate/evaluate.ts'
import type { Expression, MatrixSelector, Subquery, VectorSelector } from '../../promql/expression/expression.ts'
import type { BoundedRange, BoundedSteps } from './bounded-range.ts'
import type { BoundedSample } from './bounded-sample.ts'
import type { PartialBounds } from './partial-histogram.ts'

export interface BoundsContext {
  readonly timestampMs: number
  readonly dialect: Dialect
  /** As Prometheus evaluates it: quantiles as they are drawn. @throws EvaluationError where it would fail */
  drawn(expression: Expression): QueryResult
  /** Whether some value in it is known within bounds only. */
  isBounded(expression: Expression): boolean
  /** What rules have recorded of values within bounds. */
  recorded(selector: VectorSelector): readonly BoundedSample[]
  recordedRanges(selector: MatrixSelector): readonly BoundedRange[]
  /** What the operand of a subquery is at each of its steps; undefined where that is not followed. */
  steps(subquery: Subquery): BoundedSteps | undefined
  /** Whether all histograms that an expression reads have the same bounds as long as they are there. */
  hasOneLayout(expression: Expression): boolean
  /** Of an expression that adds up no series: the bounds whose counts do not cover the time that the others cover. */
  partialIn(expression: Expression): PartialBounds
  /** Is told of the parts of an expression whose value may be anything because their bounds are not followed. */
  notFollowed(expression: Expression, reason: string): void
}
