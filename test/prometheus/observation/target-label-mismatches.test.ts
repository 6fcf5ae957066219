import { describe, expect, it } from 'vitest'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { targetLabelMismatches } from '../../../prometheus/observation/target-label-mismatches.ts'
import { scrapeTargets, withTargetLabels } from '../../../prometheus/scrape/target-labels.ts'

interface Asked {
  readonly expression: string
  readonly labels?: Record<string, string>
  readonly honorLabels?: boolean
  /** What the page prints; null for a page that prints nothing yet. */
  readonly page?: Record<string, string> | null
}

function mismatches({ expression, labels = {}, honorLabels = false, page = {} }: Asked): readonly string[] {
  const rules = parseRuleFile(
    `groups:\n  - name: g\n    rules:\n      - record: recorded\n        expr: vector(1)\n      - { alert: Slow, expr: ${JSON.stringify(expression)} }\n`,
    'r.yml',
  )
  const targets = scrapeTargets(['http://h:1/metrics'], 'model-server', { labels, urlLabels: [], honorLabels })
  const printed = page === null ? [] : [{ __name__: 'x_count', route: '/a', ...page }]
  return targetLabelMismatches(
    rules,
    targets,
    targets.flatMap((target) => printed.map((one) => withTargetLabels(one, target))),
  )
}

describe('labels of a scrape configuration that rules ask for', () => {
  it('are named with what is scraped, and the line to add', () => {
    expect(mismatches({ expression: 'rate(x_count{job="checkout", namespace="shop"}[5m]) > 1' })).toEqual([
      'r.yml:6 Slow asks for job="checkout", namespace="shop", and what is scraped has job="model-server", no namespace, so that it finds nothing. Such labels come from a scrape configuration: add "labels: { job: checkout, namespace: shop }" to target.metrics',
    ])
  })

  it.each<[string, Asked, string]>([
    ['before anything is printed', { expression: 'x_count{job="a"}', page: null }, 'labels: { job: a }'],
    ['of series that Prometheus makes itself', { expression: 'up{job="a"} == 0' }, 'labels: { job: a }'],
    ['in a pattern', { expression: 'x_count{job=~"(a|b)"}' }, 'labels: { job: a }'],
    ['in a pattern that names no value', { expression: 'x_count{cluster=~".+"}' }, 'labels: { cluster: … }'],
    [
      'with a value that YAML would read as something else',
      { expression: 'x_count{env="on"}' },
      'labels: { env: "on" }',
    ],
    [
      'where another value is configured',
      { expression: 'x_count{env="a"}', labels: { env: 'b' } },
      'labels: { env: a }',
    ],
    ['that the page prints itself', { expression: 'x_count{job="own"}', page: { job: 'own' } }, 'honorLabels: true'],
  ])('are missed %s', (_, asked, remedy) => {
    expect(mismatches(asked)).toEqual([expect.stringContaining(`add "${remedy}" to target.metrics`)])
  })

  it.each<[string, Asked]>([
    ['they are configured', { expression: 'x_count{job="a"}', labels: { job: 'a' } }],
    ['they are honoured', { expression: 'x_count{job="own"}', page: { job: 'own' }, honorLabels: true }],
    ['the page may print them yet', { expression: 'x_count{job="own"}', page: null, honorLabels: true }],
    ['the matcher accepts what is scraped', { expression: 'x_count{job!="a", namespace=~".*"}' }],
    ['a label of the page is misspelt', { expression: 'x_count{rout="/a"}' }],
    ['a value may come with traffic', { expression: 'x_count{route="/b"}' }],
    ['a label may come with the series', { expression: 'y_count{namespace="shop"}' }],
    ['it is the series of a rule', { expression: 'recorded{job="a"}' }],
    ['it is a bound', { expression: 'x_count{le="0.5"}' }],
    ['it is the state of an alert', { expression: 'ALERTS{job="a"}' }],
  ])('are not missed where %s', (_, asked) => {
    expect(mismatches(asked)).toEqual([])
  })

  it('are named once for each set of matchers', () => {
    expect(mismatches({ expression: 'x_count{job="a"} / x_count{job="a"} > x_count{job="b"}' })).toHaveLength(2)
  })

  it('are not looked for without rules', () => {
    expect(targetLabelMismatches(null, [], [])).toEqual([])
  })
})
