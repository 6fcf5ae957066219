// The month that the benchmark of drills is about: traffic by the hour and the weekday, a histogram of twelve buckets scraped
// every 15 s, three incidents, and ten rules that are evaluated every 15 s.

import type { ServiceModel } from '../../core/drill/service-model.ts'
import { parseRuleFile } from '../../prometheus/alerting/parse-rule-file.ts'
import { dialectOf } from '../../prometheus/promql/dialect.ts'
import type { DrawnDaysOptions } from '../../simulation/days/drawn-days.ts'
import { rateShape } from '../../simulation/drawn/rate-shape.ts'

export const INTERVAL_SECONDS = 15
const [HOUR, DAY] = [3600, 86_400]

const METRIC = 'http_request_duration_seconds'
/** promtool gives a query up that reads more than 10,000 samples: no window is longer than a day. */
const WINDOWS = ['5m', '30m', '1h', '6h', '1d']

/** Five recording rules and five alerts: burn rates over five windows, two quantiles, and a target that is gone. */
export const DRILL_RULES = `groups:
  - name: recordings
    rules:
${WINDOWS.map(recording).join('')}  - name: alerts
    rules:
      - alert: BurningFast
        expr: job:slow:ratio_rate1h > 0.144 and job:slow:ratio_rate5m > 0.144
      - alert: BurningSlowly
        expr: (job:slow:ratio_rate6h > 0.06 and job:slow:ratio_rate30m > 0.06) or job:slow:ratio_rate1d > 0.03
      - alert: SlowP95
        expr: histogram_quantile(0.95, sum by (le) (rate(${METRIC}_bucket[5m]))) > 0.5
        for: 5m
      - alert: SlowP99
        expr: histogram_quantile(0.99, sum by (le) (rate(${METRIC}_bucket[1h]))) > 1
      - alert: Down
        expr: up == 0
        for: 2m
        keep_firing_for: 10m
`

function recording(window: string): string {
  return `      - record: job:slow:ratio_rate${window}
        expr: >-
          1 - sum by (job) (rate(${METRIC}_bucket{le="0.3"}[${window}]))
          / sum by (job) (rate(${METRIC}_count[${window}]))
`
}

const MODEL: ServiceModel = {
  series: [
    {
      kind: 'histogram',
      metric: METRIC,
      unitsPerSecond: 1,
      upperBounds: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5],
      labels: {},
      requests: 'answered',
    },
  ],
}

const OFFICE = [1, 1, 1, 1, 1, 2, 6, 14, 22, 26, 27, 26, 22, 24, 26, 25, 22, 16, 10, 7, 5, 3, 2, 1]

/** @param version of the Prometheus whose dialect is evaluated */
export function drillMonth(days: number, seed: number, version: string): DrawnDaysOptions {
  return {
    seconds: days * DAY,
    startedAtUnixMs: Date.UTC(2026, 0, 5),
    model: MODEL,
    latency: { kind: 'lognormal', medianSeconds: 0.04, p95Seconds: 0.12 },
    shape: rateShape(50, OFFICE, [5, 5, 5, 5, 5, 1, 1]),
    incidents: [
      {
        kind: 'degraded',
        fromSeconds: 10 * HOUR,
        toSeconds: 11 * HOUR,
        share: 0.2,
        faults: [{ kind: 'addedDelay', seconds: 3 }],
      },
      { kind: 'away', fromSeconds: 15 * HOUR, toSeconds: 15 * HOUR + 300 },
      {
        kind: 'degraded',
        fromSeconds: 18 * HOUR,
        toSeconds: 23 * HOUR,
        share: 0.5,
        faults: [{ kind: 'slowdown', factor: 8 }],
        rampsUp: 'strength',
      },
    ],
    ruleFile: parseRuleFile(DRILL_RULES, 'rules.yml'),
    scrapeIntervalSeconds: INTERVAL_SECONDS,
    // A whole number of seconds before the evaluations, which lie a tenth of a second after the ticks: promtool has whole ones.
    scrapes: { offsetSeconds: 5.1, jitterSeconds: 0, failureShare: 0.001 },
    evaluationSeconds: INTERVAL_SECONDS,
    seed,
    boundsSeconds: [0.3],
    dialect: dialectOf(version),
  }
}
