import { describe, expect, it } from 'vitest'
import type { ServiceModel } from '../../../core/drill/service-model.ts'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { evaluateInColumns } from '../../../prometheus/columns/evaluate-in-columns.ts'
import { type DrawnDaysOptions, drawnDays } from '../../../simulation/days/drawn-days.ts'
import {
  alertsInSeconds,
  type SimulateAlertsOptions,
  simulateAlerts,
} from '../../../simulation/days/simulate-alerts.ts'
import { rateShape } from '../../../simulation/drawn/rate-shape.ts'

const HOUR = 3600

const RULES = `
groups:
  - name: latency
    rules:
      - record: job:slow:ratio_rate5m
        expr: |
          1 - sum by (job) (rate(http_request_duration_seconds_bucket{le="0.3"}[5m]))
            / sum by (job) (rate(http_request_duration_seconds_count[5m]))
      - alert: Slow
        expr: job:slow:ratio_rate5m > 0.05
        for: 2m
      - alert: Failing
        expr: sum(rate(http_requests_total{code="500"}[5m])) / sum(rate(http_requests_total[5m])) > 0.1
      - alert: Down
        expr: up == 0
        for: 1m
        keep_firing_for: 5m
`

const MODEL: ServiceModel = {
  series: [
    {
      kind: 'histogram',
      metric: 'http_request_duration_seconds',
      unitsPerSecond: 1,
      upperBounds: [0.1, 0.3, 1],
      labels: {},
      requests: 'answered',
    },
    { kind: 'counter', metric: 'http_requests_total', labels: { code: '200' }, requests: 'succeeded' },
    { kind: 'counter', metric: 'http_requests_total', labels: { code: '500' }, requests: 'failed' },
  ],
}

/** Windows of a day, on what was scraped and on what was recorded, from a while ago, and a subquery. */
const LONG_RULES = `
groups:
  - name: fast
    interval: 2m
    rules:
      - record: job:slow:ratio_rate30m
        expr: |
          1 - sum by (job) (rate(http_request_duration_seconds_bucket{le="0.3"}[30m]))
            / sum by (job) (rate(http_request_duration_seconds_count[30m]))
      - { record: written:twice, expr: 'sum(rate(http_requests_total[30m]))' }
  - name: slow
    query_offset: 1m
    rules:
      - { record: written:twice, expr: '-sum(rate(http_requests_total[30m]))' }
      - { alert: Twice, expr: "avg_over_time(written:twice[10h]) > 0.02" }
      - { alert: SlowInADay, expr: "avg_over_time(job:slow:ratio_rate30m[1d]) > 0.05", for: 10m, keep_firing_for: 2h }
      - { alert: SlowYesterday, expr: "job:slow:ratio_rate30m offset 20h > 0.3" }
      - { alert: Moving, expr: "resets(job:slow:ratio_rate30m[20h]) + changes(job:slow:ratio_rate30m[20h]) > 24" }
      - { alert: FailedInADay, expr: 'sum(increase(http_requests_total{code="500"}[20h])) > 30' }
      - { alert: Restarted, expr: 'resets(http_requests_total{code="200"}[10h]) > 0' }
      - { alert: NoErrors, expr: 'absent(http_requests_total{code="500"})' }
      - { alert: Lost, expr: "avg_over_time(up[1d]) < 0.975" }
      - { alert: WasDown, expr: "max_over_time((1 - up)[3h:10m]) > 0" }
`

const OPTIONS = {
  seconds: 6 * HOUR,
  startedAtUnixMs: Date.UTC(2026, 0, 5),
  model: MODEL,
  latency: { kind: 'lognormal', medianSeconds: 0.04, p95Seconds: 0.12 },
  shape: rateShape(20),
  incidents: [],
  ruleFile: parseRuleFile(RULES, 'rules.yml'),
  scrapeIntervalSeconds: 15,
  scrapes: { jitterSeconds: 0, failureShare: 0 },
  evaluationSeconds: 15,
  seed: 1,
  boundsSeconds: [0.3],
} as const

function simulated(more: Partial<SimulateAlertsOptions> = {}) {
  return simulateAlerts({ ...OPTIONS, ...more })
}

/** The seconds at which some label set of an alert began to fire. */
function firings(outcome: ReturnType<typeof simulateAlerts>, name: string): number[] {
  const alert = outcome.alerts.find(({ rule }) => rule.name === name)
  return (alert?.labelSets ?? []).flatMap(({ transitions }) =>
    transitions.filter(({ state }) => state === 'firing').map(({ atSeconds }) => atSeconds),
  )
}

const sumOf = (values: Float64Array | undefined): number => values?.reduce((sum, value) => sum + value, 0) ?? 0

describe('simulateAlerts', () => {
  it('is quiet where nothing goes wrong', () => {
    const { alerts, exact } = simulated()
    expect(alerts.map(({ rule, labelSets }) => [rule.name, labelSets])).toEqual([
      ['Slow', []],
      ['Failing', []],
      ['Down', []],
    ])
    const expected = 20 * 6 * HOUR
    expect(Math.abs(sumOf(exact.requests) - expected)).toBeLessThan(4 * Math.sqrt(expected))
    expect(sumOf(exact.failed)).toBe(0)
  })

  it('fires for what each alert is there for, soon after it began', () => {
    const outcome = simulated({
      incidents: [
        {
          kind: 'degraded',
          fromSeconds: HOUR,
          toSeconds: 1.5 * HOUR,
          share: 0.2,
          faults: [{ kind: 'addedDelay', seconds: 1 }],
        },
        {
          kind: 'degraded',
          fromSeconds: 2 * HOUR,
          toSeconds: 2.5 * HOUR,
          share: 1,
          faults: [{ kind: 'errors', share: 0.3 }],
        },
        { kind: 'away', fromSeconds: 4 * HOUR, toSeconds: 4 * HOUR + 300 },
      ],
    })
    for (const [name, began] of [
      ['Slow', HOUR],
      ['Failing', 2 * HOUR],
      ['Down', 4 * HOUR],
    ] as const) {
      const [first = 0, ...others] = firings(outcome, name)
      expect(others, name).toEqual([])
      expect(first - began, name).toBeGreaterThan(0)
      expect(first - began, name).toBeLessThan(5 * 60)
    }
    const { exact } = outcome
    // Five minutes at twenty a second, and three in ten of half an hour.
    expect(Math.abs(sumOf(exact.unanswered) - 6000)).toBeLessThan(4 * Math.sqrt(6000))
    expect(sumOf(exact.failed) / (6000 + 0.3 * 36_000)).toBeCloseTo(1, 1)
    // And 0.13% of the others are slower than that on any day.
    expect(sumOf(exact.slower.get(0.3)) / (6000 + 0.2 * 36_000 + 0.0013 * 390_000)).toBeCloseTo(1, 1)
  })

  it('has an incident concern one of several targets', () => {
    const target = (instance: string, share: number) => ({ labels: { instance, job: 'service' }, share })
    const outcome = simulated({
      model: { ...MODEL, targets: [target('a', 0.5), target('b', 0.5)] },
      incidents: [{ kind: 'away', fromSeconds: HOUR, toSeconds: HOUR + 300, concerns: { instance: 'b' } }],
    })
    const down = outcome.alerts.find(({ rule }) => rule.name === 'Down')
    expect(down?.labelSets.map(({ labels }) => labels.instance)).toEqual(['b'])
    expect(sumOf(outcome.exact.unanswered) / 3000).toBeCloseTo(1, 1)
  })

  it('lets traffic rise by a factor, at once or slowly', () => {
    const burst = { kind: 'traffic', fromSeconds: 0, toSeconds: 6 * HOUR, factor: 3 } as const
    const usual = 20 * 6 * HOUR
    expect(sumOf(simulated({ incidents: [burst] }).exact.requests) / usual).toBeCloseTo(3, 1)
    const rising = { ...burst, rampsUp: 'strength' } as const
    expect(sumOf(simulated({ incidents: [rising] }).exact.requests) / usual).toBeCloseTo(2, 1)
  })

  it('evaluates alerts from an instant on, on what was recorded before it', () => {
    const slow = {
      kind: 'degraded',
      fromSeconds: 0,
      toSeconds: 6 * HOUR,
      share: 0.5,
      faults: [{ kind: 'addedDelay', seconds: 1 }],
    } as const
    const outcome = simulated({ incidents: [slow], evaluateFromSeconds: 5 * HOUR })
    expect(firings(outcome, 'Slow')).toEqual([5 * HOUR + 120.1])
  })

  it.each([
    ['of rules that write no scraped series', 2, ''],
    ['of a rule that writes a scraped series', 1, `{ record: up, expr: 'vector(7)', labels: { instance: a } }`],
  ])('drawn piece by piece is what it is drawn as a whole: %s', (_what, seed, rule) => {
    const days = (count: number) => count * 24 * HOUR
    const target = (instance: string, share: number) => ({ labels: { instance, job: 'service' }, share })
    const options: DrawnDaysOptions = {
      ...OPTIONS,
      seconds: days(6),
      shape: rateShape(0.02),
      // Half of the errors' series begin late, end with each restart, and begin again.
      model: { ...MODEL, begin: 'with-first-count', targets: [target('a', 0.9), target('b', 0.1)] },
      usualErrorShare: 0.02,
      incidents: [
        { kind: 'away', fromSeconds: days(2.5), toSeconds: days(2.5) + 900 },
        { kind: 'away', fromSeconds: days(4), toSeconds: days(4) + HOUR, concerns: { instance: 'b' } },
        {
          kind: 'degraded',
          fromSeconds: days(3),
          toSeconds: days(3) + 9 * HOUR,
          share: 0.5,
          faults: [{ kind: 'addedDelay', seconds: 1 }],
        },
      ],
      scrapeIntervalSeconds: 240,
      scrapes: { jitterSeconds: 5, failureShare: 0.02 },
      evaluationSeconds: 300,
      ruleFile: parseRuleFile(`${LONG_RULES}${rule && `      - ${rule}\n`}`, 'long.yml'),
      seed,
    }
    const { run, exact } = drawnDays(options)
    const whole = evaluateInColumns(run)
    const pieces = simulateAlerts(options)
    expect({ ...pieces, exact: null }).toEqual({
      ...whole,
      alerts: alertsInSeconds(whole, options.startedAtUnixMs),
      exact: null,
    })
    expect(pieces.exact).toEqual(exact)
    const changes = pieces.alerts.map(({ labelSets }) => labelSets.flatMap(({ transitions }) => transitions).length)
    expect(Math.min(...changes)).toBeGreaterThan(1)
  })

  it.each<[string, Partial<SimulateAlertsOptions>, string]>([
    ['an incident beyond the end', { incidents: [{ kind: 'away', fromSeconds: 0, toSeconds: 1e9 }] }, 'incident'],
    [
      'an incident that concerns nothing',
      { incidents: [{ kind: 'away', fromSeconds: 0, toSeconds: 9, concerns: { job: 'x' } }] },
      'concerns',
    ],
    ['a trace without its file', { latency: { kind: 'trace', file: 'x.txt' } }, 'x.txt'],
    ['no time', { seconds: 0 }, 'seconds'],
    ['two series with the same labels', { model: { series: [...MODEL.series, ...MODEL.series] } }, 'twice'],
  ])('refuses %s', (_what, options, word) => {
    expect(() => simulated(options)).toThrow(word)
  })
})

describe('what is seen of a condition', () => {
  const BUCKETS = 'sum by (job) (rate(http_request_duration_seconds_bucket[5m]))'
  const ERRORS = 'rate(http_requests_total{code="500"}[5m])'
  const NO_PARTNERS = `sum by (instance) (${ERRORS}) / sum by (job) (rate(http_requests_total[5m]))`
  const NAN = `sum(${ERRORS}) * 0 / (sum(rate(http_requests_total[5m])) * 0)`
  const lack = (kind: string, expression: string) => [{ kind, expression }]
  const rows: [expression: string, couldHold: boolean, lacks: unknown[]][] = [
    [`sum(${ERRORS}) / sum(rate(http_requests_total[5m])) > 0.9`, true, []],
    ['http_requests_total offset 4m < 0', true, []],
    ['max_over_time((1 - up)[10m:1m]) > 7', true, []],
    [`histogram_quantile(0.9, ${BUCKETS}) > 9`, false, lack('noResult', `histogram_quantile(0.9, ${BUCKETS})`)],
    ['job:p90 > 9', false, lack('noResult', `histogram_quantile(0.9, ${BUCKETS})`)],
    [`${NO_PARTNERS} > 0.9`, false, lack('noResult', NO_PARTNERS)],
    [`${NAN} > 0.9`, false, lack('noObservations', NAN)],
    ['rate(up[10s]) > 9', false, [{ kind: 'tooFewSamples', selector: 'up', recordedAs: null }]],
    // Not in columns once there are errors: it fails, for its right side has two partners.
    [
      'rate(up[10s]) > 9 and up * on (job) http_requests_total >= 0',
      false,
      [{ kind: 'tooFewSamples', selector: 'up', recordedAs: null }],
    ],
  ]
  const alerts = rows.map(([expr], i) => ({ alert: `A${i}`, expr }))
  const rules = [
    { record: 'job:p90', expr: `histogram_quantile(0.9, ${BUCKETS})` },
    ...alerts,
    { record: 'late:up', expr: 'up' },
  ]
  const ruleFile = parseRuleFile(JSON.stringify({ groups: [{ name: 'g', rules }] }), 'r.json')
  // The first errors come after a quarter of an hour.
  const incidents = [
    { kind: 'degraded', fromSeconds: 900, toSeconds: 960, share: 0.1, faults: [{ kind: 'errors', share: 1 }] },
  ] as const
  const model = { ...MODEL, begin: 'with-first-count' } as const
  const options = {
    seconds: 1500,
    evaluateFromSeconds: 600,
    ruleFile,
    incidents,
    model,
    watchesConditions: true,
  } as const

  it.each(['columns', 'inOrder'] as const)('is whether it had anything to compare, %s', (evaluator) => {
    const { alerts: seen, ordinary } = simulated({ ...options, evaluator })
    if (evaluator === 'columns') expect(ordinary.map(({ rule }) => rule.name)).toEqual([`A${rows.length - 1}`])
    expect(seen.map(({ condition }) => [condition?.couldHold, condition?.lacks])).toEqual(
      rows.map(([, couldHold, lacks]) => [couldHold, lacks]),
    )
  })

  it('is nothing where nobody asks', () => {
    const { alerts: seen } = simulated({ ...options, watchesConditions: false })
    expect(seen.map(({ condition }) => condition)).toEqual(rows.map(() => null))
  })
})
