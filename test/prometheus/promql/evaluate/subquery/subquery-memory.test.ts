import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_DIALECT, dialectOf } from '../../../../../prometheus/promql/dialect.ts'
import { evaluate } from '../../../../../prometheus/promql/evaluate/evaluate.ts'
import { SubqueryMemory } from '../../../../../prometheus/promql/evaluate/subquery/subquery-memory.ts'
import { parseExpression } from '../../../../../prometheus/promql/parse/parse-expression.ts'
import type { Sample } from '../../../../../prometheus/series/series.ts'
import { recordedSeries, START_MS } from '../../../../support/promql-expressions.ts'
import { differences } from '../../../../support/query-result.ts'
import { fixedSource } from '../../../../support/series-notation.ts'

const source = fixedSource(recordedSeries())

const EXPRESSIONS = [
  'max_over_time(rate(c_total[1m])[5m:30s])',
  'sum_over_time((g > 50)[4m:17s] offset 1m)',
  'avg_over_time(max_over_time(sum by (b) (g)[1m:10s])[3m:20s])',
  'count_over_time(g[3m:] @ end())',
  'count_over_time((g @ end())[3m:1m])',
  'last_over_time((g offset -1m)[3m:1m])',
  'absent_over_time((g > 1e6)[2m:30s])',
  'quantile_over_time(0.5, label_replace(g, "c", "$1", "a", "(.*)")[5m:1m])',
].map((text) => parseExpression(text))

describe('SubqueryMemory', () => {
  it.each(['2.42', '3.5'])('changes no result in the dialect of %s', (version) => {
    const dialect = dialectOf(version)
    const waits = fc.array(fc.integer({ min: -60_000, max: 200_000 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(
        fc.constantFrom(...EXPRESSIONS),
        waits,
        fc.integer({ min: 0, max: 90_000 }),
        (expression, gaps, settledMs) => {
          const memory = new SubqueryMemory(settledMs)
          let atMs = START_MS + 300_000
          for (const gap of gaps) {
            atMs += gap
            const anew = evaluate(expression, source, atMs, dialect)
            expect(differences(anew, evaluate(expression, source, atMs, dialect, { memory }))).toEqual([])
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('evaluates each step once, but for those that are not settled', () => {
    let selections = 0
    const counted = {
      select: (matchers: Parameters<typeof source.select>[0]) => {
        selections++
        return source.select(matchers)
      },
    }
    const expression = parseExpression('max_over_time(g[5m:1m])')
    const memory = new SubqueryMemory(30_000)
    for (let i = 0; i < 20; i++)
      evaluate(expression, counted, START_MS + 300_000 + i * 15_000, DEFAULT_DIALECT, { memory })
    // Five steps at the beginning and five in the five minutes after it; each of these twice before it is settled.
    expect(selections).toBeLessThan(25)
    expect(selections).toBeGreaterThan(9)
  })

  it('sees what is recorded for a step while that is not settled', () => {
    const samples: Sample[] = []
    const growing = { select: () => [{ labels: { __name__: 'x' }, samples }] }
    const expression = parseExpression('sum_over_time(x[3m:1m])')
    const memory = new SubqueryMemory(60_000)
    const seen = [0, 1, 2, 3, 4].map((minute) => {
      const at = () => evaluate(expression, growing, minute * 60_000, DEFAULT_DIALECT, { memory })
      const before = at()
      samples.push({ timestampMs: minute * 60_000, value: 10 ** minute })
      return [before, at()].map((result) => (result.type === 'vector' ? (result.samples[0]?.value ?? null) : null))
    })
    expect(seen).toEqual([
      [null, 1],
      [2, 11],
      [21, 111],
      [210, 1110],
      [2100, 11100],
    ])
  })
})
