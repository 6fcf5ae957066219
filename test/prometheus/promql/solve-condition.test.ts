import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_DIALECT } from '../../../prometheus/promql/dialect.ts'
import { compares } from '../../../prometheus/promql/evaluate/operate.ts'
import { parseExpression } from '../../../prometheus/promql/parse/parse-expression.ts'
import { promqlQuery } from '../../../prometheus/promql/query.ts'
import { watchedQuantile } from '../../../prometheus/promql/watched-quantile.ts'

const CALL = 'histogram_quantile(0.9, b)'
const query = promqlQuery({ select: () => [] }, DEFAULT_DIALECT)

/** Whether a comparison of two scalars holds. */
function holds(text: string): boolean {
  const result = query(text, 0)
  return result.type === 'scalar' && result.value === 1
}

// Small powers of two and whole numbers, on which every step is exact.
const factor = fc.constantFrom(-4, -2, -1, -0.5, 0.5, 1, 2, 4)
const whole = fc.integer({ min: -8, max: 8 })
const step = fc.oneof(
  factor.map((k) => (x: string) => `(${x} * ${k})`),
  factor.map((k) => (x: string) => `(${k} * ${x})`),
  factor.map((k) => (x: string) => `(${x} / ${k})`),
  whole.map((k) => (x: string) => `(${x} + ${k})`),
  whole.map((k) => (x: string) => `(${x} - ${k})`),
  whole.map((k) => (x: string) => `(${k} - ${x})`),
  fc.constant((x: string) => `(-${x})`),
)
const operator = fc.constantFrom('>', '>=', '<', '<=', '==', '!=')

describe('solveCondition', () => {
  it('holds for the quantile exactly where the comparison as written holds', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 4 }),
        operator,
        whole,
        whole,
        fc.boolean(),
        (steps, sign, limit, value, isLeft) => {
          const written = (x: string, modifier: string) => {
            const expression = steps.reduce((text, apply) => apply(text), x)
            return isLeft ? `${expression} ${sign}${modifier} ${limit}` : `${limit} ${sign}${modifier} ${expression}`
          }
          const comparison = watchedQuantile(parseExpression(written(CALL, '')))?.comparison
          if (!comparison) throw new Error(`expected a comparison in ${written(CALL, '')}`)
          expect(compares(comparison.operator, value, comparison.threshold)).toBe(holds(written(`(${value})`, ' bool')))
        },
      ),
    )
  })
})
