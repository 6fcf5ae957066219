// Whatever the observations were: a rule over their exact quantiles holds only where the bounds let it, and holds wherever
// they make it. Random observations, bucketed at random, under random expressions.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import type { BoundedSample } from '../../../../prometheus/backtest/bounds/bounded-sample.ts'
import { RecordedData } from '../../../../prometheus/backtest/record/recorded-data.ts'
import { RuleSet } from '../../../../prometheus/backtest/replay/rule-set.ts'
import { RuleView } from '../../../../prometheus/backtest/replay/rule-view.ts'
import { DEFAULT_DIALECT } from '../../../../prometheus/promql/dialect.ts'
import { EvaluationError } from '../../../../prometheus/promql/evaluate/evaluation-error.ts'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'
import { resultElements } from '../../../../prometheus/promql/query.ts'
import { labelSignature } from '../../../../prometheus/series/labels.ts'

/** A whole minute, at which subqueries look. */
const AT_MS = 1_699_999_980_000
const BOUNDS = [0.25, 0.5, 1, 2, 4]
const QUANTILES = [0.5, 0.9, 0.95, 1]
const SERIES = [
  { instance: 'a', route: '/x' },
  { instance: 'a', route: '/y' },
  { instance: 'b', route: '/x' },
]

interface Case {
  /** By series. */
  readonly layouts: readonly (readonly number[])[]
  readonly observed: readonly (readonly number[])[]
  /** Buckets whose counts are no numbers, as rates are after a division of nothing by nothing. */
  readonly lost: readonly { readonly series: number; readonly bound: number }[]
  /** With `Q(0.95)` where a quantile is read. */
  readonly expression: string
}

const threshold = fc
  .oneof(fc.constantFrom(...BOUNDS), fc.double({ min: 0.05, max: 6, noNaN: true }))
  .map((x) => String(x))

/** Small expressions that hold quantiles, and gauges beside them. */
const { vector } = fc.letrec<{ vector: string; leaf: string; inner: string }>((tie) => ({
  leaf: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...QUANTILES).map((q) => `Q(${q})`) },
    { weight: 1, arbitrary: fc.constant('gauge') },
  ),
  inner: fc.oneof({ maxDepth: 3 }, tie('leaf'), tie('vector')),
  vector: fc.oneof(
    { maxDepth: 3 },
    tie('leaf'),
    fc.tuple(tie('inner'), fc.constantFrom('>', '>=', '<', '<=', '> bool', '+', '-', '*', '/'), threshold).map(binary),
    fc.tuple(threshold, fc.constantFrom('>', '<', '-', '/', '< bool'), tie('inner')).map(binary),
    fc
      .tuple(tie('inner'), fc.constantFrom('>', '<', '+', '-', '*', '/', 'and', 'or', 'unless'), tie('inner'))
      .map(binary),
    fc
      .tuple(
        fc.constantFrom('sum', 'avg', 'min', 'max', 'count', 'topk(1,', 'bottomk(2,', 'quantile(0.5,'),
        tie('inner'),
        fc.boolean(),
      )
      .map(([operator, operand, byInstance]) => {
        const grouping = byInstance ? ' by (instance) ' : ' '
        const [name, parameter = ''] = operator.split('(')
        return `${name}${grouping}(${parameter}${operand})`
      }),
    fc
      .tuple(fc.constantFrom('abs', 'ceil', 'sqrt', 'ln', '-', 'absent', 'clamp_min', 'clamp_max'), tie('inner'))
      .map(([name, operand]) => (name.startsWith('clamp') ? `${name}(${operand}, 1)` : `${name}(${operand})`)),
    tie('inner').map((operand) => `label_replace(${operand}, "zone", "$1", "instance", "(.*)")`),
    fc
      .tuple(fc.constantFrom('max', 'min', 'avg', 'sum', 'count', 'last', 'stddev', 'absent'), tie('inner'))
      .map(([name, operand]) => `${name}_over_time((${operand})[2m:1m])`),
  ),
}))

function binary([left, operator, right]: readonly [string, string, string]): string {
  return `(${left} ${operator} ${right})`
}

const layout = fc.subarray(BOUNDS, { minLength: 1 })

const cases: fc.Arbitrary<Case> = fc.record({
  layouts: fc.oneof(
    layout.map((bounds) => SERIES.map(() => bounds)),
    fc.tuple(...SERIES.map(() => layout)),
  ),
  lost: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.record({
          series: fc.nat({ max: SERIES.length - 1 }),
          bound: fc.constantFrom(...BOUNDS, Number.POSITIVE_INFINITY),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    },
  ),
  observed: fc.tuple(
    ...SERIES.map(() =>
      fc.array(fc.oneof(fc.double({ min: 0, max: 6, noNaN: true }), fc.constantFrom(...BOUNDS)), { maxLength: 30 }),
    ),
  ),
  expression: vector,
})

function viewOf({ layouts, observed, lost }: Case): RuleView {
  const data = new RecordedData(DEFAULT_DIALECT)
  const put = (labels: Readonly<Record<string, string>>, value: number) => {
    for (const agoMs of [60_000, 0]) data.store.column(labels).append(AT_MS - agoMs, value)
  }
  SERIES.forEach((labels, i) => {
    const seconds = observed[i] as readonly number[]
    for (const bound of [...(layouts[i] as readonly number[]), Number.POSITIVE_INFINITY]) {
      const le = Number.isFinite(bound) ? String(bound) : '+Inf'
      const isLost = lost.some((each) => each.series === i && each.bound === bound)
      const count = seconds.filter((each) => each <= bound).length
      put({ ...labels, __name__: 'latency_bucket', le }, isLost ? Number.NaN : count)
    }
    for (const q of QUANTILES) put({ ...labels, __name__: 'exact', q: String(q) }, exactQuantile(q, seconds))
    put({ ...labels, __name__: 'gauge' }, i)
  })
  for (const instance of ['a', 'b']) {
    const seconds = observed.filter((_, i) => SERIES[i]?.instance === instance).flat()
    for (const q of QUANTILES) put({ __name__: 'exact_sum', instance, q: String(q) }, exactQuantile(q, seconds))
  }
  const rules = new RuleSet(parseRuleFile('groups: []', 'rules.yml'), 15)
  return new RuleView(data, rules, 0)
}

/** The smallest observation at or below which q · n observations lie: the rank as Prometheus has it. */
function exactQuantile(quantile: number, seconds: readonly number[]): number {
  const sorted = [...seconds].sort((a, b) => a - b)
  const rank = quantile * sorted.length
  return sorted.find((_, i) => i + 1 >= rank) ?? Number.NaN
}

function elementsOf(view: RuleView, expression: string, quantile: string): readonly BoundedSample[] | undefined {
  const text = expression.replace(/Q\(([\d.]+)\)/g, quantile)
  try {
    return view.elementsAt(parseExpression(text), AT_MS)
  } catch (error) {
    if (error instanceof EvaluationError) return undefined
    throw error
  }
}

const CLOSE = 1e-9

describe('the bounds of an expression over quantiles', () => {
  it('hold what is true of the observations themselves', () => {
    let compared = 0
    fc.assert(
      fc.property(cases, fc.boolean(), (one, isSum) => {
        const view = viewOf(one)
        const buckets = isSum ? 'sum by (instance, le) (latency_bucket)' : 'latency_bucket'
        const bounded = elementsOf(view, one.expression, `histogram_quantile($1, ${buckets})`)
        const truth = elementsOf(view, one.expression, `max without (q) (exact${isSum ? '_sum' : ''}{q="$1"})`)
        fc.pre(bounded !== undefined && truth !== undefined)
        const bySignature = new Map(bounded.map((sample) => [labelSignature(sample.labels), sample]))
        for (const { labels, low: value } of truth) {
          const found = bySignature.get(labelSignature(labels))
          expect(found, `${JSON.stringify(labels)} ${value} is true, and could not be`).toBeDefined()
          if (!found || Number.isNaN(value)) continue
          const slack = Number.isFinite(value) ? CLOSE * Math.abs(value) : 0
          expect(value).toBeGreaterThanOrEqual(found.low - slack)
          expect(value).toBeLessThanOrEqual(found.high + slack)
          compared++
        }
        const isTrue = new Set(truth.map(({ labels }) => labelSignature(labels)))
        for (const { labels, surely } of bounded)
          if (surely)
            expect(isTrue, `${JSON.stringify(labels)} is sure, and not true`).toContain(labelSignature(labels))
      }),
      { numRuns: 2000, seed: 7 },
    )
    expect(compared).toBeGreaterThan(500)
  })

  it('are around what Prometheus draws, which what is sure implies', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const view = viewOf(one)
        const text = one.expression.replace(/Q\(([\d.]+)\)/g, 'histogram_quantile($1, latency_bucket)')
        const bounded = elementsOf(view, text, '')
        fc.pre(bounded !== undefined)
        const drawn = resultElements(view.drawn(parseExpression(text)))
        const byDrawn = bounded.flatMap(({ labels, drawn: value }) =>
          value === null ? [] : [[labelSignature(labels), value]],
        )
        expect(new Map(byDrawn as [string, number][])).toEqual(
          new Map(drawn.map(({ labels, value }) => [labelSignature(labels), value])),
        )
        for (const { drawn: value, low, high, surely } of bounded) {
          if (surely) expect(value).not.toBeNull()
          if (value === null || Number.isNaN(value) || Number.isNaN(low)) continue
          expect(value).toBeGreaterThanOrEqual(low)
          expect(value).toBeLessThanOrEqual(high)
        }
      }),
      { numRuns: 1000, seed: 7 },
    )
  })

  const observed = (seconds: readonly number[]): Case => ({
    layouts: SERIES.map(() => [0.5, 1, 2]),
    observed: [seconds, [], []],
    lost: [],
    expression: '',
  })
  const told = (seconds: readonly number[], expression: string) => {
    const [sample] =
      elementsOf(
        viewOf(observed(seconds)),
        expression,
        'histogram_quantile($1, latency_bucket{instance="a",route="/x"})',
      ) ?? []
    if (!sample) return 'cannot hold'
    return `${sample.surely ? 'sure' : 'open'}, ${sample.drawn === null ? 'not drawn' : 'drawn'}`
  }
  const hundred = (slow: number, seconds: number) =>
    Array.from({ length: 100 }, (_, i) => (i < 100 - slow ? 0.1 : seconds))

  it.each([
    ['at a bound, the rank above it', hundred(6, 1.5), 'Q(0.95) > 1', 'sure, drawn'],
    ['at a bound, the rank at it', hundred(5, 1.5), 'Q(0.95) > 1', 'cannot hold'],
    ['at a bound, or equal, the rank below it', hundred(6, 0.9), 'Q(0.95) >= 1', 'open, not drawn'],
    ['inside of the bucket', hundred(50, 1.5), 'Q(0.95) > 1.5', 'open, drawn'],
    ['asked for the other way round', hundred(50, 1.5), '1.5 < Q(0.95)', 'open, drawn'],
    ['that a quantile is to stay below', hundred(50, 1.5), 'Q(0.95) < 2.5', 'sure, drawn'],
    ['at the highest bound, which Prometheus never draws above', hundred(50, 9), 'Q(0.95) > 2', 'open, not drawn'],
    ['far above the highest bound', hundred(50, 9), 'Q(0.95) > 60', 'open, not drawn'],
    ['in milliseconds', hundred(6, 1.5), 'Q(0.95) * 1000 > 1000', 'sure, drawn'],
    ['of the sum of two quantiles', hundred(6, 1.5), 'Q(0.95) + Q(0.5) > 1', 'sure, drawn'],
    ['that takes away', hundred(6, 1.5), '3 - Q(0.95) < 2', 'sure, drawn'],
    ['unless another holds for sure', hundred(6, 1.5), 'Q(0.95) > 1 unless Q(0.95) > 0.5', 'cannot hold'],
    ['of what may be no number at all', hundred(6, 1.5), 'clamp_min(ln(Q(0.95) - 1.5), 1) >= 1', 'open, not drawn'],
    ['unless another may hold', hundred(6, 1.5), 'Q(0.95) > 1 unless Q(0.95) > 1.9', 'open, drawn'],
    [
      'for a share of the requests',
      hundred(6, 1.5),
      'histogram_fraction(-Inf, 1, latency_bucket{instance="a",route="/x"}) < 0.95',
      'sure, drawn',
    ],
    [
      'for a share up to the inside of a bucket',
      hundred(6, 1.5),
      'histogram_fraction(-Inf, 1.1, latency_bucket{instance="a",route="/x"}) < 0.95',
      'open, drawn',
    ],
  ])('a threshold %s', (_, seconds, expression, expected) => {
    expect(told(seconds, expression)).toBe(expected)
  })
})
