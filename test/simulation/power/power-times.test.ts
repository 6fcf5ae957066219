import { describe, expect, it } from 'vitest'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { onlyAlerts } from '../../../prometheus/alerting/variants/only-alerts.ts'
import { DEFAULT_ROUTE } from '../../../prometheus/alertmanager/notification-route.ts'
import { rateShape } from '../../../simulation/drawn/rate-shape.ts'
import { PUNCTUAL_SCRAPES } from '../../../simulation/monitor/scrape-behaviour.ts'
import { sentRules } from '../../../simulation/notifications/sent-rules.ts'
import { powerTimes } from '../../../simulation/power/power-times.ts'

const NOTIFICATIONS = sentRules({ root: DEFAULT_ROUTE, inhibitRules: [] })

const RULES = `
groups:
  - name: g
    rules:
      - { record: ratio_30d, expr: "avg_over_time(ratio_1h[30d])" }
      - { record: ratio_1h, expr: "rate(failed_total[1h])" }
      - { alert: Short, expr: "rate(failed_total[5m]) > 1", for: 2m }
      - { alert: Recorded, expr: "max_over_time(ratio_1h[2h]) > 1" }
      - { alert: Long, expr: "rate(failed_total[3d]) > 1", keep_firing_for: 10m }
`

const ALERTS = ['Short', 'Recorded', 'Long']

function timesOf(places: readonly number[]) {
  const names = places.map((place) => ALERTS[place] as string)
  const alerts = places.map((_, i) => i)
  return powerTimes({
    model: { series: [] },
    latency: { kind: 'constant', seconds: 0.1 },
    wakeLatenessSeconds: 0,
    usualErrorShare: 0,
    shape: rateShape(2),
    ruleFile: onlyAlerts(parseRuleFile(RULES, 'r.yml'), names),
    alerts,
    scrapeIntervalSeconds: 15,
    scrapes: PUNCTUAL_SCRAPES,
    evaluationSeconds: 30,
    notifications: NOTIFICATIONS,
  })
}

describe('powerTimes', () => {
  it('leads by what an alert reads, its `for`, what Alertmanager may wait and three steps of the grid', () => {
    const { leadSeconds, evaluatedSeconds, gridSeconds } = timesOf([0])
    expect(gridSeconds).toBe(30)
    expect(evaluatedSeconds).toBeGreaterThanOrEqual(120 + 300 + 3 * 30)
    expect(leadSeconds).toBe(300 + evaluatedSeconds)
  })

  it('leads by what recorded series read too, and not by what nobody asks for', () => {
    expect(timesOf([1]).leadSeconds - timesOf([1]).evaluatedSeconds).toBe(3 * 3600)
    expect(timesOf([1]).evaluatedSeconds).toBeGreaterThanOrEqual(2 * 3600)
    expect(timesOf([0, 1, 2]).leadSeconds).toBeLessThan(4 * 86_400)
  })

  it('waits for a page as long as the incident is in a window, and an hour at most', () => {
    expect(timesOf([0]).traceSeconds).toBeGreaterThanOrEqual(300 + 120)
    expect(timesOf([2]).traceSeconds).toBe(3600 + 300 + 2 * 30)
  })
})
