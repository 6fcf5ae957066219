import { describe, expect, it } from 'vitest'
import { DEFAULT_DIALECT } from '../../../../../prometheus/promql/dialect.ts'
import { evaluate } from '../../../../../prometheus/promql/evaluate/evaluate.ts'
import { EvaluationError } from '../../../../../prometheus/promql/evaluate/evaluation-error.ts'
import { parseExpression } from '../../../../../prometheus/promql/parse/parse-expression.ts'
import { resultElements } from '../../../../../prometheus/promql/query.ts'

const NOW_MS = 1_700_000_100_000
const samples = Array.from({ length: 4 }, (_, i) => ({ timestampMs: NOW_MS - 60_000 + 15_000 * i, value: i }))
const source = { select: () => [{ labels: { __name__: 'up' }, samples }] }
const valuesOf = (text: string) =>
  resultElements(evaluate(parseExpression(text), source, NOW_MS, DEFAULT_DIALECT)).map(({ value }) => value)

describe('a subquery', () => {
  it.each([
    ['max_over_time(up[100y:1ms])', 3],
    ['count_over_time(up[100y:1ms])', 60_001],
    ['count_over_time(up[10y:1s])', 61],
    ['count_over_time(max_over_time(up[10y:1s])[10y:1s])', 61],
  ])('begins where there are samples, however long its range is: %s', (text, value) => {
    expect(valuesOf(text)).toEqual([value])
  })

  it.each([
    ['count_over_time(hour()[10y:1s])', 'hour()[10y:1s]: expected at most 10,000,000 steps, got 315,360,000'],
    ['max_over_time(vector(1)[1y:1ms])', 'vector(1)[1y:1ms]: expected at most 10,000,000 steps, got 31,536,000,000'],
  ])('of more steps than can be taken fails for itself: %s', (text, message) => {
    expect(() => valuesOf(text)).toThrow(EvaluationError)
    expect(() => valuesOf(text)).toThrow(message)
  })
})
