import { describe, expect, it } from 'vitest'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { ruleReaches } from '../../../prometheus/alerting/rule-reach.ts'

const MINUTE = 60

function reaches(rules: string): Record<string, readonly [samples: number, evaluations: number]> {
  const file = parseRuleFile(`groups:\n  - name: g\n    rules:\n${rules}`, 'r.yml')
  return Object.fromEntries(
    [...ruleReaches(file)].map(([{ name }, { samplesSeconds, evaluationsSeconds }]) => [
      name,
      [samplesSeconds / MINUTE, evaluationsSeconds / MINUTE],
    ]),
  )
}

describe('ruleReaches', () => {
  it.each([
    { what: 'the range of a rate', rules: '      - { record: "a", expr: "rate(x[10m])" }', a: [10, 0] },
    { what: 'Prometheus’ lookback of an instant', rules: '      - { record: "a", expr: "up == 0" }', a: [5, 0] },
    { what: 'an offset', rules: '      - { record: "a", expr: "rate(x[10m] offset 1h)" }', a: [70, 0] },
    { what: 'a subquery', rules: '      - { record: "a", expr: "max_over_time(rate(x[10m])[1h:1m])" }', a: [70, 0] },
    { what: 'the longest of several', rules: '      - { record: "a", expr: "rate(x[5m]) / rate(x[1h])" }', a: [60, 0] },
  ])('is $what', ({ rules, a }) => {
    expect(reaches(rules)).toEqual({ a })
  })

  it('adds what recorded series read, and counts evaluations through them', () => {
    const rules = `      - { record: "short", expr: "rate(x[10m])" }
      - { record: "long", expr: "avg_over_time(short[1d])" }
      - { alert: "A", expr: "long > 1" }
      - { alert: "B", expr: "ALERTS{alertname=\\"A\\"}" }`
    expect(reaches(rules)).toEqual({
      short: [10, 0],
      long: [1450, 1440],
      A: [1455, 1445],
      B: [1460, 1450],
    })
  })

  it('comes to an end where a rule reads itself', () => {
    expect(reaches('      - { record: "a", expr: "a offset 1m or rate(x[10m])" }').a?.[0]).toBe(10)
  })
})
