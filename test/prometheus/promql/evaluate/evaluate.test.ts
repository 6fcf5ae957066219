// What scripts cannot say: which source is asked for what, and what a failure tells.

import { describe, expect, it } from 'vitest'
import { DEFAULT_DIALECT } from '../../../../prometheus/promql/dialect.ts'
import { evaluate } from '../../../../prometheus/promql/evaluate/evaluate.ts'
import { EvaluationError } from '../../../../prometheus/promql/evaluate/evaluation-error.ts'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'
import type { LabelMatcher, Sample } from '../../../../prometheus/series/series.ts'
import { fixedSource, parseSeries } from '../../../support/series-notation.ts'

const at = (text: string, series: readonly string[], timestampMs = 0) =>
  evaluate(
    parseExpression(text),
    fixedSource(series.map((line) => parseSeries(line, 10_000))),
    timestampMs,
    DEFAULT_DIALECT,
  )

describe('evaluate', () => {
  it('returns a scalar or a vector by the type of the expression', () => {
    expect(at('1 + 1', [])).toEqual({ type: 'scalar', value: 2 })
    expect(at('vector(2)', [])).toEqual({ type: 'vector', samples: [{ labels: {}, value: 2 }] })
    expect(at('nothing', [])).toEqual({ type: 'vector', samples: [] })
  })

  it('passes only equality matchers to the source and matches patterns itself', () => {
    const asked: (readonly LabelMatcher[])[] = []
    const labels = { __name__: 'x', a: '1', b: 'yes' }
    const source = {
      select: (matchers: readonly LabelMatcher[]) => {
        asked.push(matchers)
        return [
          { labels, samples: [{ timestampMs: 0, value: 1 }] },
          { labels: { ...labels, b: 'no' }, samples: [{ timestampMs: 0, value: 2 }] },
        ]
      },
    }
    const result = evaluate(parseExpression('x{a!="2",b=~"y.*"}'), source, 0, DEFAULT_DIALECT)
    expect(result).toEqual({ type: 'vector', samples: [{ labels, value: 1 }] })
    expect(asked.map((matchers) => matchers.map(({ label, operator }) => label + operator))).toEqual([
      ['__name__=', 'a!='],
    ])
  })

  it('reads samples that are still being appended to', () => {
    const samples: Sample[] = []
    const source = { select: () => [{ labels: { __name__: 'c_total' }, samples }] }
    const expression = parseExpression('increase(c_total[20s])')
    const seen = [0, 10, 20, 30].map((second) => {
      samples.push({ timestampMs: second * 1e3, value: second })
      const result = evaluate(expression, source, second * 1e3, DEFAULT_DIALECT)
      return result.type === 'vector' ? result.samples.map(({ value }) => value) : []
    })
    expect(seen).toEqual([[], [10], [20], [20]])
  })

  it('evaluates a subquery for the steps at which there may be samples, and no earlier', () => {
    const evaluations = (text: string) => {
      let count = 0
      const samples = [{ timestampMs: 1_700_000_040_000, value: 1 }]
      const select = () => {
        count++
        return [{ labels: { __name__: 'x', a: 'b' }, samples }]
      }
      const result = evaluate(parseExpression(text), { select }, 1_700_000_100_000, DEFAULT_DIALECT)
      return [count, result.type === 'vector' ? result.samples.map(({ value }) => value) : []]
    }
    // One more selection finds the first sample.
    expect(evaluations('count_over_time(x[30d:1m])')).toEqual([3, [2]])
    expect(evaluations('count_over_time((x offset 1m)[30d:1m])')).toEqual([2, [1]])
    expect(evaluations('count_over_time((x offset -5m)[30d:1m])')).toEqual([8, [5]])
    expect(evaluations('count_over_time((x @ end())[10m:1m])')).toEqual([10, [10]])
    expect(evaluations('count_over_time((x or vector(1))[10m:1m])')).toEqual([11, [10, 2]])
    expect(evaluations('count_over_time(absent(x)[10m:1m])')).toEqual([10, [8]])
  })

  it('accepts label names that every object has', () => {
    const series = ['x{constructor="a",__proto__="b"} 1', 'x{constructor="c"} 2']
    expect(at('sum by (constructor) (x)', series)).toEqual({
      type: 'vector',
      samples: [
        { labels: { constructor: 'a' }, value: 1 },
        { labels: { constructor: 'c' }, value: 2 },
      ],
    })
    expect(at('x{toString=""}', series)).toMatchObject({ samples: [{ value: 1 }, { value: 2 }] })
  })

  it('names the part of the expression that failed, and the series', () => {
    const series = ['a{x="1",y="1"} 1', 'a{x="1",y="2"} 1', 'b{x="1"} 1']
    const query = () => at('sum(b / on(x) a) > 0', series)
    expect(query).toThrow(EvaluationError)
    expect(query).toThrow(
      'b / on (x) a: found duplicate series for the match group on the right hand-side of the operation: ' +
        '[a{x="1", y="2"}, a{x="1", y="1"}]; many-to-many matching not allowed',
    )
  })
})
