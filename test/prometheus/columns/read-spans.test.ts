import { describe, expect, it } from 'vitest'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { readSpans } from '../../../prometheus/columns/read-spans.ts'

const HOUR = 3600

function spansOf(rules: string, [from, to]: readonly [number, number] = [100 * HOUR, 101 * HOUR]) {
  const file = parseRuleFile(`groups:\n  - name: g\n    rules:\n${rules}`, 'r.yml')
  const { samples, recordsFromSeconds } = readSpans(file, { fromSeconds: from, toSeconds: to }, 30)
  return {
    samples: samples.map(({ fromSeconds, toSeconds }) => [fromSeconds / HOUR, toSeconds / HOUR]),
    records: recordsFromSeconds / HOUR,
  }
}

describe('readSpans', () => {
  it('has both ends of a long rate, and not what lies between them', () => {
    const { samples } = spansOf('      - { alert: "A", expr: "rate(x[72h]) > 1" }')
    expect(samples).toEqual([
      [28, 29 + 30 / HOUR],
      [100 - 30 / HOUR, 101],
    ])
  })

  it.each([
    ['its range, where the two ends meet', 'rate(x[30m]) > 1', [[99.5, 101]]],
    ['the whole range of what looks at each sample', 'max_over_time(x[10h]) > 1', [[90, 101]]],
    ['the whole range of the last two samples', 'irate(x[10h]) > 1', [[90, 101]]],
    ['Prometheus’ lookback of an instant', 'up == 0', [[100 - 1 / 12, 101]]],
    ['all that a subquery may look at', 'max_over_time(rate(x[1h])[9h:1m]) > 1', [[90, 101]]],
    ['ends that lie further back by an offset', 'increase(x[10h] offset 20h) > 1', 'both further back'],
  ])('has %s', (_, expression, expected) => {
    const { samples } = spansOf(`      - { alert: "A", expr: "${expression}" }`)
    if (expected !== 'both further back') expect(samples).toEqual(expected)
    else
      expect(samples).toEqual([
        [70, 71 + 30 / HOUR],
        [80 - 30 / HOUR, 81],
      ])
  })

  it('has what recording rules read, from when on they are read', () => {
    const { samples, records } = spansOf(`      - { record: "short", expr: "rate(x[50h])" }
      - { alert: "A", expr: "avg_over_time(short[10h]) > 1" }`)
    expect(records).toBe(90)
    expect(samples).toEqual([
      [40, 51 + 30 / HOUR],
      [90 - 30 / HOUR, 101],
    ])
  })

  it('leaves out what no alert asks for', () => {
    const { samples, records } = spansOf(`      - { record: "long", expr: "max_over_time(x[90h])" }
      - { alert: "A", expr: "rate(x[5m]) > 1" }`)
    expect(records).toBe(100)
    expect(samples).toEqual([[100 - 1 / 12, 101]])
  })

  it('comes to an end where a rule reads itself', () => {
    const { samples } = spansOf(`      - { record: "a", expr: "max_over_time(a[5m]) or rate(x[1h])" }
      - { alert: "A", expr: "a > 1" }`)
    expect(samples[0]?.[0]).toBe(-1)
  })
})
