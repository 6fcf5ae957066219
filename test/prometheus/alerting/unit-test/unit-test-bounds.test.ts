import { describe, expect, it } from 'vitest'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { everyRule } from '../../../../prometheus/alerting/rule-file.ts'
import { readUnitTest } from '../../../../prometheus/alerting/unit-test/read-unit-test.ts'
import { unitTestBounds } from '../../../../prometheus/alerting/unit-test/unit-test-bounds.ts'

const BOUNDS = new Map([['x_seconds', [0.1, 0.5, 1]]])

const fed = (...les: string[]) =>
  `rule_files: [a.yml]
tests:
  - name: slow
    interval: 1m
    input_series:
      - { series: 'x_seconds_count{job="a"}', values: '0+1x10' }
${les.map((le) => `      - { series: 'x_seconds_bucket{job="a", le="${le}"}', values: '0+1x10' }\n`).join('')}`

const of = (text: string, bounds: ReadonlyMap<string, readonly number[]> = BOUNDS) =>
  unitTestBounds(readUnitTest(text, 'a.test.yml'), { bounds, rules: null })

describe('the bounds of a unit test', () => {
  it('are a mistake where production never emits them', () => {
    expect(of(fed('0.1', '0.25', '0.5', '2', '+Inf')).findings).toEqual([
      {
        line: 7,
        test: 'tests[0] slow',
        severity: 'error',
        sentence:
          'x_seconds_bucket is fed in with le="0.25" and "2", which production never emits (x_seconds has the bounds 0.1, 0.5 and 1): what the test proves does not hold there',
      },
    ])
  })

  it('draw other quantiles where some are left out', () => {
    expect(of(fed('0.1', '1.0', '+Inf')).findings).toMatchObject([
      {
        severity: 'warning',
        sentence:
          'x_seconds_bucket is fed in without le="0.5", which production emits too, so that quantiles are drawn otherwise there',
      },
    ])
  })

  it('are right in whatever spelling', () => {
    expect(of(fed('0.10', '0.5', '1.0', '+Inf')).findings).toEqual([])
  })

  it('are found where the name stands among the labels', () => {
    const text = fed('0.25').replaceAll('x_seconds_bucket{', '{__name__="x_seconds_bucket", ')
    expect(of(text).findings.map(({ severity }) => severity)).toEqual(['warning', 'error'])
  })

  it('need the one at +Inf, whatever production emits', () => {
    expect(of(fed('0.1'), new Map()).findings).toMatchObject([
      { severity: 'warning', sentence: expect.stringMatching(/no le="\+Inf" here/) },
    ])
  })

  describe('that are left out', () => {
    const ratio = 'sum(rate(x_seconds_bucket{le="0.5"}[5m])) / sum(rate(x_seconds_count[5m]))'
    const quantile = (buckets: string) => `histogram_quantile(0.95, sum by (le) (${buckets})) > 1`
    const found = (rules: readonly Readonly<Record<string, string>>[], query = '1') => {
      const file = parseRuleFile(JSON.stringify({ groups: [{ name: 'g', rules }] }), 'a.yml')
      const text = `${fed('0.5')}    promql_expr_test: [{ expr: '${query}', eval_time: 1m }]\n`
      const known = { bounds: BOUNDS, rules: file.groups.flatMap(everyRule) }
      return unitTestBounds(readUnitTest(text, 'a.test.yml'), known).findings.map(({ severity }) => severity)
    }

    it.each([
      ['a share of requests', [{ alert: 'A', expr: `${ratio} < 0.9` }]],
      ['a quantile of another histogram', [{ alert: 'A', expr: quantile('rate(y_seconds_bucket[5m])') }]],
      [
        'a rule that records no buckets',
        [
          { record: 'a', expr: ratio },
          { alert: 'A', expr: quantile('b') },
        ],
      ],
    ])('matter to nothing where rules draw nothing from them: %s', (_, rules) => {
      expect(found(rules)).toEqual([])
    })

    it.each([
      ['a quantile', [{ alert: 'A', expr: quantile('rate(x_seconds_bucket[5m])') }]],
      ['a share that is drawn', [{ alert: 'A', expr: 'histogram_fraction(0, 1, rate(x_seconds_bucket[5m])) < 0.9' }]],
      [
        'a quantile of what is recorded',
        [
          { record: 'a', expr: 'rate(x_seconds_bucket[5m])' },
          { record: 'b', expr: 'sum by (le) (a)' },
          { alert: 'A', expr: quantile('b') },
        ],
      ],
      ['a quantile of whatever a pattern names', [{ alert: 'A', expr: quantile('rate({__name__=~"x.*"}[5m])') }]],
      ['a rule that cannot be read', [{ alert: 'A', expr: `limitk(1, ${quantile('rate(y_bucket[5m])')})` }]],
    ])('are warned of where rules draw from them: %s', (_, rules) => {
      expect(found(rules)).toEqual(['warning', 'warning'])
    })

    it('are warned of where a query of the test draws from them', () => {
      expect(found([], quantile('rate(x_seconds_bucket[5m])'))).toEqual(['warning', 'warning'])
    })
  })

  it('are asked for where they are not known', () => {
    expect(of(fed('0.1', '+Inf'), new Map())).toMatchObject({
      testCount: 1,
      unknownBounds: ['x_seconds'],
      findings: [],
    })
  })

  it.each(['tests: []\n', 'tests:\n', 'rule_files: []\n', 'tests: [{ input_series: [{ series: "{" }] }]\n'])(
    'are none in %j',
    (text) => {
      expect(of(text).findings).toEqual([])
    },
  )

  it('are looked for in YAML alone', () => {
    expect(() => of('tests: [\n')).toThrow(/^a\.test\.yml:2: /)
  })
})
