import { expect, it } from 'vitest'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { watchedByRule } from '../../../prometheus/alerting/watched-by-rule.ts'

const P95 = 'histogram_quantile(0.95, sum by (le) (rate(d_bucket[1m])))'

const ruleFile = parseRuleFile(
  JSON.stringify({
    groups: [
      {
        name: 'g',
        rules: [
          { record: 'd:rate', expr: 'sum by (le) (rate(d_bucket[1m]))' },
          { record: 'd:p95', expr: 'histogram_quantile(0.95, d:rate)' },
          { record: 'd:p95_ms', expr: 'd:p95 * 1000' },
          { record: 'loop', expr: 'loop + 1' },
          { record: 'errors', expr: 'rate(errors_total[1m])' },
        ],
      },
    ],
  }),
  'a.rules.yml',
)

it.each([
  ['written directly', `${P95} > 0.3`, 0.3],
  ['recorded', 'd:p95 > 0.3', 0.3],
  ['recorded through another recorded series, in another unit', 'd:p95_ms > 300', 0.3],
  ['of recorded buckets', 'histogram_quantile(0.95, d:rate) > 0.3', 0.3],
])('finds the quantile of an alert, %s', (_, expression, threshold) => {
  expect(watchedByRule(expression, ruleFile)).toMatchObject({
    quantile: 0.95,
    comparison: { operator: '>', threshold: expect.closeTo(threshold, 9), role: 'whole' },
  })
})

it('reads the values off the recorded series where only some of them are compared', () => {
  expect(watchedByRule('d:p95{route="/"} > 0.3', ruleFile)).toMatchObject({
    expression: 'd:p95{route="/"}',
    quantile: 0.95,
  })
})

it.each(['errors > 1', 'loop > 1', 'max_over_time(d:p95[5m]) > 1'])('finds none in %s', (expression) => {
  expect(watchedByRule(expression, ruleFile)).toBeNull()
})

it('says of a quantile inside of a subquery that no comparison of it decides', () => {
  expect(watchedByRule('max_over_time(d:p95[5m:1m]) > 1', ruleFile)).toMatchObject({ quantile: 0.95, comparison: null })
})

it.each([
  'label_replace(d:p95, "a", "", "b", "") > 0.3',
  'label_join(d:p95 > 0.3, "a", "-", "b", "c")',
  'sort_desc(d:p95 > 0.3)',
])('looks through what keeps the values, in %s', (expression) => {
  const comparison = { operator: '>', threshold: 0.3, role: 'whole' }
  expect(watchedByRule(expression, ruleFile)).toMatchObject({ quantile: 0.95, comparison })
})

it('looks at each record once, however often records read one another', () => {
  const chain = (name: string) =>
    Array.from({ length: 40 }, (_, i) => ({ record: `${name}${i + 1}`, expr: `${name}${i} + ${name}${i}` }))
  const rules = [
    { record: 'plain0', expr: 'up' },
    { record: 'p0', expr: P95 },
    { record: 'open0', expr: 'histogram_quantile(scalar(level), d:rate)' },
    ...['plain', 'p', 'open'].flatMap(chain),
  ]
  const file = parseRuleFile(JSON.stringify({ groups: [{ name: 'g', rules }] }), 'a.rules.yml')
  for (const deep of ['plain40', 'p40', 'open40', 'open7']) expect(watchedByRule(`${deep} > 1`, file)).toBeNull()
  expect(watchedByRule('p7 > 1', file)).toMatchObject({ quantile: 0.95, comparison: null })
})
