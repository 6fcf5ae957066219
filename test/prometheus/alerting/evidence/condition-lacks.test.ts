import { describe, expect, it } from 'vitest'
import { absentIn, conditionLacks } from '../../../../prometheus/alerting/evidence/condition-lacks.ts'
import type { Recording } from '../../../../prometheus/alerting/evidence/recording.ts'
import { DEFAULT_DIALECT } from '../../../../prometheus/promql/dialect.ts'
import { evaluate } from '../../../../prometheus/promql/evaluate/evaluate.ts'
import { EvaluationError } from '../../../../prometheus/promql/evaluate/evaluation-error.ts'
import type { Expression } from '../../../../prometheus/promql/expression/expression.ts'
import { formatExpression } from '../../../../prometheus/promql/expression/format-expression.ts'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'
import { resultElements } from '../../../../prometheus/promql/query.ts'
import { SeriesStore } from '../../../../prometheus/scrape/series-store.ts'
import type { Labels } from '../../../../prometheus/series/series.ts'

const NOW = 1_700_000_000_000

/** Series with samples a second apart up to now; those of `quiet` never grow. */
function storeOf(): SeriesStore {
  const store = new SeriesStore({ retentionSeconds: 600, dotAll: true })
  const grow = (labels: Labels, perSecond: number, samples = 10) => {
    for (let i = samples - 1; i >= 0; i--)
      store.series(labels, true).append(NOW - i * 1e3, 100 + perSecond * (samples - i))
  }
  for (const [name, perSecond] of [
    ['busy_seconds', 1],
    ['quiet_seconds', 0],
  ] as const)
    for (const le of ['0.5', '1.0', '+Inf']) grow({ __name__: `${name}_bucket`, le, route: '/' }, perSecond)
  for (const le of ['0.5', '1.0']) grow({ __name__: 'endless_seconds_bucket', le }, 1)
  grow({ __name__: 'requests_total', code: '200', route: '/' }, 1)
  grow({ __name__: 'other_total', zone: 'a' }, 1)
  grow({ __name__: 'temperature', room: 'a' }, 0)
  grow({ __name__: 'born_total' }, 1, 1)
  return store
}

const RECORDINGS: readonly Recording[] = [
  ['busy:p95', 'histogram_quantile(0.95, sum by (le, route) (rate(busy_seconds_bucket[5s])))'],
  ['lost:p95', 'histogram_quantile(0.95, sum by (le) (rate(lost_seconds_bucket[5s])))'],
  ['lost:p95:twice', 'lost:p95 * 2'],
  ['hot', 'temperature > 1000'],
  ['errors:ratio', 'sum(rate(requests_total{code=~"5.."}[5s])) / sum(rate(requests_total[5s]))'],
  ['itself', 'itself + 1'],
].map(([name = '', text = '']) => ({ name, labels: {}, expression: parseExpression(text) }))

const lacksOf = (condition: string) => conditionLacks(parseExpression(condition), evaluated())

function evaluated() {
  const store = storeOf()
  const elements = (expression: Expression) => {
    try {
      // As the monitor does it: the text of the expression says the same as the expression.
      return resultElements(evaluate(parseExpression(formatExpression(expression)), store, NOW, DEFAULT_DIALECT))
    } catch (error) {
      if (error instanceof EvaluationError) return null
      throw error
    }
  }
  return { elements, recordings: RECORDINGS }
}

const describeLack = (condition: string) =>
  lacksOf(condition).lacks.map((lack) =>
    'selector' in lack
      ? `${lack.kind} ${lack.selector}${lack.recordedAs === null ? '' : ` by ${lack.recordedAs}`}`
      : `${lack.kind} ${'expression' in lack ? lack.expression : lack.problem}`,
  )

describe('a condition has data', () => {
  it.each([
    ['a comparison that does not hold', 'temperature > 1000'],
    ['a comparison with 0', 'temperature == 0'],
    ['the number on the left', '1000 < temperature'],
    ['a quantile of observations', 'histogram_quantile(0.95, sum by (le) (rate(busy_seconds_bucket[5s]))) > 100'],
    ['a recorded quantile, though it is not recorded yet', 'busy:p95 > 100'],
    ['a recorded quantile with a label that it would have', 'busy:p95{route="/"} > 100'],
    ['a recorded filter that lets nothing through', 'hot > 0'],
    ['a recorded filter without a comparison', 'hot'],
    ['absent, where the series is there', 'absent(temperature)'],
    ['absent, where it is not', 'absent(lost)'],
    ['absent beside data', 'temperature > 1000 and on () absent(lost)'],
    ['unless, where only the right side is missing', 'temperature > 1000 unless lost'],
    ['or, with the left side there', 'temperature > 1000 or lost > 1'],
    ['or, with the right side there', 'lost > 1 or temperature > 1000'],
    ['a constant', 'vector(0) > 1'],
    ['or vector(0)', '(sum(rate(lost_total[5s])) or vector(0)) > 1'],
    ['both sides of and', 'temperature > 1000 and on () requests_total > 1e9'],
    ['bool', '(temperature > bool 1000) == 1'],
    ['alerts of other rules', 'ALERTS{alertname="Other"} == 1'],
    ['a filter inside of a subquery', 'count_over_time((temperature > 1000)[5s:1s]) > 3'],
    ['a subquery of a series that is gone by now', 'max_over_time(rate(requests_total[5s])[5s:1s]) > 1e9'],
    ['labels that are replaced', 'label_replace(temperature, "a", "$1", "room", "(.*)") > 1000'],
    ['values that are counted', 'count_values("v", temperature) > 1000'],
    ['the hour', 'hour() > 23'],
    ['the past', 'temperature offset 2s > 1000'],
    ['filters whose sides are unique only with them', 'max(temperature > 1000) > 5'],
  ])('%s: %s', (_, condition) => {
    expect(lacksOf(condition)).toEqual({ lacks: [], absentNumerators: [] })
  })
})

describe('a condition lacks', () => {
  it.each([
    ['a metric', 'lost > 1', ['noSeries lost']],
    ['a label value', 'temperature{room="b"} > 1', ['noSeries temperature{room="b"}']],
    ['the second sample', 'rate(born_total[5s]) > 1', ['tooFewSamples born_total']],
    [
      'the second sample of a numerator',
      'sum(rate(born_total[5s])) / sum(rate(requests_total[5s])) > 0.5',
      ['tooFewSamples born_total'],
    ],
    [
      'samples in the range of a numerator whose series is there',
      'sum(rate(requests_total[500ms] offset 300ms)) / sum(rate(requests_total[5s])) > 0.5',
      ['tooFewSamples requests_total'],
    ],
    ['the buckets of a quantile', 'histogram_quantile(0.9, rate(lost_bucket[5s])) > 1', ['noSeries lost_bucket']],
    [
      'observations',
      'histogram_quantile(0.9, rate(quiet_seconds_bucket[5s])) > 1',
      ['noObservations histogram_quantile(0.9, rate(quiet_seconds_bucket[5s]))'],
    ],
    [
      'the bucket at +Inf',
      'histogram_quantile(0.9, sum by (le) (rate(endless_seconds_bucket[5s]))) * 1000 > 1',
      ['noHighestBucket histogram_quantile(0.9, sum by (le) (rate(endless_seconds_bucket[5s])))'],
    ],
    [
      'le',
      'histogram_quantile(0.9, sum(rate(busy_seconds_bucket[5s]))) > 1',
      ['noResult histogram_quantile(0.9, sum(rate(busy_seconds_bucket[5s])))'],
    ],
    ['what is in a subquery', 'max_over_time(rate(lost_total[5s])[5s:1s]) > 1', ['noSeries lost_total']],
    [
      'steps of a subquery, on none of which there is anything',
      'max_over_time(temperature[1s:3h]) > 1',
      ['noResult max_over_time(temperature[1s:3h])'],
    ],
    ['native samples', 'histogram_count(temperature) > 1', ['noResult histogram_count(temperature)']],
    ['labels of nothing', 'label_replace(lost, "a", "", "b", "") > 1', ['noSeries lost']],
    ['a fixed time', 'lost @ 10 > 1', ['noSeries lost']],
    ['what a rule records from', 'lost:p95 > 1', ['noSeries lost_seconds_bucket by lost:p95']],
    ['what a rule of a rule records from', 'lost:p95:twice > 1', ['noSeries lost_seconds_bucket by lost:p95:twice']],
    ['a label that a recorded series would not have', 'busy:p95{job="x"} > 1', ['noSeries busy:p95{job="x"}']],
    ['a series that a rule records from itself', 'itself > 1', ['noSeries itself by itself']],
    ['a series that no rule records', 'slo:burn > 1', ['noSeries slo:burn']],
    ['one side of and', 'temperature > 0 and on () lost > 1', ['noSeries lost']],
    ['the left side of unless', 'lost > 1 unless temperature', ['noSeries lost']],
    ['both sides of or', 'lost > 1 or gone > 1', ['noSeries lost', 'noSeries gone']],
    ['the number that it is compared with', 'temperature > scalar(lost)', ['noSeries lost']],
    ['the other vector', 'temperature > on () lost', ['noSeries lost']],
    ['partners', 'requests_total / other_total > 0.5', ['noResult requests_total / other_total']],
    ['partners of a comparison', 'requests_total > other_total', ['noResult requests_total > other_total']],
    [
      'a numerator and its denominator',
      'sum(rate(lost_total{code="500"}[5s])) / sum(rate(lost_total[5s])) > 0.1',
      ['noSeries lost_total{code="500"}', 'noSeries lost_total'],
    ],
    ['a denominator', 'requests_total / lost_total > 0.5', ['noSeries lost_total']],
    [
      'good answers, without which the share would be 0',
      'sum(rate(requests_total{code="201"}[5s])) / sum(rate(requests_total[5s])) < 0.99',
      ['noSeries requests_total{code="201"}'],
    ],
  ])('%s: %s', (_, condition, lacks) => {
    expect(describeLack(condition)).toEqual(lacks)
  })
})

describe('a ratio without its numerator counts as 0', () => {
  it.each([
    'sum(rate(requests_total{code=~"5.."}[5s])) / sum(rate(requests_total[5s])) > 0.01',
    '100 * sum(rate(requests_total{code=~"5.."}[5s])) / sum(rate(requests_total[5s])) > 1',
    '1 - sum(rate(requests_total{code=~"5.."}[5s])) / sum(rate(requests_total[5s])) < 0.99',
    '(sum(rate(requests_total{code=~"5.."}[5s])) / sum(rate(requests_total[5s]))) > 0.01 and on () temperature > 0',
    'errors:ratio > 0.01',
  ])('%s', (condition) => {
    expect(lacksOf(condition)).toEqual({ lacks: [], absentNumerators: ['requests_total{code=~"5.."}'] })
  })
})

describe('what a constant would stand in for', () => {
  it.each([
    ['temperature', []],
    ['sum(rate(lost_total[5s]))', ['lost_total']],
    ['rate(born_total[5s])', ['born_total']],
    ['requests_total{code="500"} > 1', ['requests_total{code="500"}']],
    ['requests_total > 1e9', []],
    ['errors:ratio', ['requests_total{code=~"5.."}']],
    ['lost:p95', ['lost_seconds_bucket']],
    ['lost_total or temperature', []],
  ])('%s finds nothing of %j', (expression, selectors) => {
    expect(absentIn(parseExpression(expression), evaluated())).toEqual(selectors)
  })
})
