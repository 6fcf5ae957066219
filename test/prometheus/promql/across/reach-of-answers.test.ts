// What static checks say of expressions holds for what they return: nothing is said to be impossible that is returned, and no
// value lies outside of its range.

import { expect, it } from 'vitest'
import { dialectOf } from '../../../../prometheus/promql/dialect.ts'
import { evaluate } from '../../../../prometheus/promql/evaluate/evaluate.ts'
import { EvaluationError } from '../../../../prometheus/promql/evaluate/evaluation-error.ts'
import type { Expression } from '../../../../prometheus/promql/expression/expression.ts'
import { formatExpression } from '../../../../prometheus/promql/expression/format-expression.ts'
import { partsOf } from '../../../../prometheus/promql/expression/parts.ts'
import { expressionType } from '../../../../prometheus/promql/expression/value-type.ts'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'
import { PromqlError } from '../../../../prometheus/promql/parse/promql-error.ts'
import { resultElements } from '../../../../prometheus/promql/query.ts'
import { neverReturns } from '../../../../prometheus/promql/reach/never-returns.ts'
import { valueRange } from '../../../../prometheus/promql/reach/value-range.ts'
import {
  EVALUATION_INTERVAL_MS,
  EXACT,
  INSTANTS_MS,
  NEARLY,
  OF_2,
  OF_3,
  recordedSeries,
} from '../../../support/promql-expressions.ts'
import { fixedSource } from '../../../support/series-notation.ts'

const KNOWN = { recorded: new Map() }
const source = fixedSource(recordedSeries())

it.each([
  ['2.42', [...EXACT, ...NEARLY, ...OF_2]],
  ['3.5', [...EXACT, ...NEARLY, ...OF_3]],
] as const)('holds in the dialect of %s', (version, texts) => {
  const dialect = dialectOf(version)
  const wrong = texts.flatMap(parsed).flatMap((expression) =>
    INSTANTS_MS.flatMap((atMs) => {
      const values = returned(expression, atMs)
      const { lower, upper } = valueRange(expression, KNOWN)
      const outside = values.filter((value) => value < lower - slack(lower) || value > upper + slack(upper))
      const isImpossible = values.length > 0 && neverReturns(expression, KNOWN)
      return outside.length > 0 || isImpossible ? [`${formatExpression(expression)}: ${outside.join(', ')}`] : []
    }),
  )
  expect(wrong).toEqual([])

  function returned(expression: Expression, atMs: number): readonly number[] {
    try {
      return resultElements(evaluate(expression, source, atMs, dialect, EVALUATION_INTERVAL_MS)).map(
        ({ value }) => value,
      )
    } catch (error) {
      if (error instanceof EvaluationError) return []
      throw error
    }
  }
})

/** With its parts that have values of their own; none where Prometheus, too, refuses the text. */
function parsed(text: string): readonly Expression[] {
  try {
    return allParts(parseExpression(text)).filter((part) => ['scalar', 'vector'].includes(expressionType(part)))
  } catch (error) {
    if (error instanceof PromqlError) return []
    throw error
  }
}

function allParts(expression: Expression): readonly Expression[] {
  return [expression, ...partsOf(expression).flatMap(allParts)]
}

/** A mean of equal values may be off by their last bit. */
function slack(end: number): number {
  return Number.isFinite(end) ? Math.abs(end) * 1e-12 : 0
}
