import { describe, expect, it } from 'vitest'
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
  unitTestBounds(text, 'a.test.yml', bounds)

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
