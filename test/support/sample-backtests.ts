// Back-tests made by hand: alerts whose histories are given as times, and whole reports for the writers.

import { parseExpectation } from '../../analysis/backtest/expectation.ts'
import { type BacktestQuestion, reportBacktest } from '../../analysis/backtest/report-backtest.ts'
import type {
  AlertWithoutData,
  Backtest,
  Episode,
  EvaluatedAlert,
  NotEvaluatedAlert,
} from '../../core/backtest/backtest.ts'
import type { BacktestReport } from '../../core/report/backtest-report.ts'

/** A Sunday. */
export const START_MS = Date.parse('2026-11-01T00:00:00Z')
export const END_MS = START_MS + 28 * 86_400_000

/** Minutes since the start. An open end is null. */
export type EpisodeTimes = readonly [startMinutes: number, endMinutes: number | null]

export function episode([start, end]: EpisodeTimes, more: Partial<Episode> = {}): Episode {
  const startMs = START_MS + start * 60_000
  const endMs = end === null ? null : START_MS + end * 60_000
  return {
    labels: { alertname: 'CheckoutSlow', route: '/checkout', severity: 'page' },
    startMs,
    endMs,
    lastFiringMs: endMs === null ? END_MS : endMs - 15_000,
    startedBefore: false,
    activeSinceMs: startMs - 120_000,
    peak: null,
    ...more,
  }
}

interface Histories {
  readonly surely?: readonly EpisodeTimes[]
  readonly drawn?: readonly EpisodeTimes[]
  readonly could?: readonly EpisodeTimes[]
}

/** `CheckoutSlow`, evaluated every 15 s over all of the time. */
export function evaluatedAlert(
  { surely = [], drawn = [], could = [] }: Histories,
  more: Partial<EvaluatedAlert> = {},
): EvaluatedAlert {
  return {
    outcome: 'evaluated',
    alert: 'CheckoutSlow',
    file: 'rules.yml',
    line: 4,
    group: 'latency',
    expression: 'histogram_quantile(0.95, sum by (le, route) (rate(http_request_duration_seconds_bucket[5m]))) > 1',
    forSeconds: 120,
    keepFiringForSeconds: 0,
    labels: { severity: 'page' },
    evaluationSeconds: 15,
    evaluations: 161_281,
    histories: {
      surely: surely.map((times) => episode(times)),
      drawn: drawn.map((times) => episode(times)),
      could: could.map((times) => episode(times)),
    },
    notKnown: [],
    withoutData: [],
    failures: [],
    quantiles: [],
    notFollowed: [],
    missing: [],
    missingSides: [],
    ...more,
  }
}

/** `CheckoutSlow`, with a selector that matched nothing. */
export function alertWithoutData(selector = 'http_requst_total'): AlertWithoutData {
  return { ...ORIGIN, alert: 'CheckoutSlow', outcome: 'no-data', selectors: [selector] }
}

/** `CheckoutSlow`, with PromQL that is not evaluated here. */
export function notEvaluatedAlert(problem = '1:1 info: not evaluated here'): NotEvaluatedAlert {
  return { ...ORIGIN, alert: 'CheckoutSlow', outcome: 'not-evaluated', problem }
}

const ORIGIN = {
  file: 'rules.yml',
  line: 4,
  group: 'latency',
  expression: 'rate(http_requst_total[5m]) > 1',
  forSeconds: 120,
  keepFiringForSeconds: 0,
  labels: {},
  evaluationSeconds: 15,
}

export function backtestOf(variants: Backtest['variants'], more: Partial<Backtest> = {}): Backtest {
  return {
    fromMs: START_MS,
    toMs: END_MS,
    recorded: { fromMs: START_MS, toMs: END_MS },
    source: {
      kind: 'prometheus',
      place: 'http://prometheus.example:9090',
      prometheusVersion: '3.5.0',
      dialect: '3.5.0',
    },
    gaps: [],
    notes: [],
    seriesCount: 240,
    sampleCount: 38_707_200,
    variants,
    ...more,
  }
}

export const QUESTION: BacktestQuestion = {
  rules: ['rules.yml'],
  proposed: null,
  expectations: [],
  notVaried: new Map(),
  notes: [],
  run: {
    startedAt: '2026-11-29T00:01:00.000Z',
    durationSeconds: 41,
    interrupted: false,
    harnessVersion: '0.2.0',
  },
}

const PEAK = { drawn: 1.4, low: 1, high: 2, atMs: START_MS }

const slow: EvaluatedAlert = evaluatedAlert(
  {},
  {
    histories: {
      surely: [episode([4000, 4030], { peak: { drawn: 2.9, low: 2, high: 5, atMs: START_MS } })],
      drawn: [
        episode([4000, 4041], { peak: { drawn: 2.9, low: 2, high: 5, atMs: START_MS } }),
        episode([12_605, 12_617], { peak: PEAK }),
        episode([30_000, 30_004], {
          peak: PEAK,
          labels: { alertname: 'CheckoutSlow', route: '/pay', severity: 'page' },
        }),
      ],
      could: [
        episode([3998, 4045], { peak: { drawn: 2.9, low: 2, high: 5, atMs: START_MS } }),
        episode([9000, 9030], { peak: { drawn: 0.9, low: 0.5, high: 2, atMs: START_MS } }),
        episode([12_600, 12_630], { peak: PEAK }),
        episode([29_990, 30_010], {
          peak: PEAK,
          labels: { alertname: 'CheckoutSlow', route: '/pay', severity: 'page' },
        }),
        episode([40_000, null], { peak: { drawn: 0.8, low: 0.5, high: Number.POSITIVE_INFINITY, atMs: START_MS } }),
      ],
    },
    notKnown: [{ fromMs: START_MS + 20_000 * 60_000, toMs: START_MS + 20_150 * 60_000 }],
    quantiles: [
      {
        expression: 'histogram_quantile(0.95, sum by (le, route) (rate(http_request_duration_seconds_bucket[5m])))',
        quantile: 0.95,
        metric: 'http_request_duration_seconds_bucket',
        operator: '>',
        threshold: 1,
        role: 'whole',
        bounds: [0.1, 0.5, 2, 5],
        thresholdIsBound: false,
      },
    ],
  },
)

const errors: EvaluatedAlert = evaluatedAlert(
  {},
  {
    alert: 'CheckoutErrors',
    line: 11,
    expression: 'sum(rate(http_requests_total{code=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.05',
  },
)

const gap = {
  fromMs: START_MS + 20_000 * 60_000,
  toMs: START_MS + 20_145 * 60_000,
  selector: 'http_request_duration_seconds_bucket',
  reason: 'HTTP 503 after 4 tries: query timed out',
}

const origin = {
  file: 'rules.yml',
  group: 'latency',
  forSeconds: 0,
  keepFiringForSeconds: 0,
  labels: {},
  evaluationSeconds: 15,
}

const proposedSlow: EvaluatedAlert = {
  ...slow,
  file: 'new-rules.yml',
  forSeconds: 300,
  histories: {
    surely: [episode([4003, 4030])],
    drawn: [episode([4003, 4041]), episode([25_000, 25_060])],
    could: [episode([4001, 4045]), episode([25_000, 25_060])],
  },
}

export const SAMPLE_BACKTESTS = {
  /** One alert, no expectation. */
  plain: reportBacktest(backtestOf([{ name: 'as written', alerts: [slow] }], { gaps: [gap] }), QUESTION),
  /** Everything at once. */
  proposed: reportBacktest(
    backtestOf(
      [
        {
          name: 'as written',
          alerts: [
            slow,
            errors,
            {
              ...origin,
              outcome: 'no-data',
              alert: 'QueueFull',
              line: 18,
              expression: 'queue_lenght > 100',
              selectors: ['queue_lenght'],
            },
            {
              ...origin,
              outcome: 'not-evaluated',
              alert: 'DiskSoonFull',
              line: 21,
              expression: 'info(node_filesystem_free_bytes) < 0',
              problem: '1:1 info: not evaluated here',
            },
          ],
        },
        { name: '--for 5m', alerts: [{ ...proposedSlow, file: 'rules.yml' }, errors] },
        { name: 'new-rules.yml', alerts: [proposedSlow, { ...errors, file: 'new-rules.yml' }] },
      ],
      { gaps: [gap] },
    ),
    {
      ...QUESTION,
      proposed: 'new-rules.yml',
      expectations: [
        'CheckoutSlow: never',
        'CheckoutSlow: at most 1 per 7d',
        'CheckoutErrors: never',
        'CheckoutErrors: fires',
      ].map(parseExpectation),
      notVaried: new Map([['--for 5m', new Map()]]),
    },
  ),
} as const satisfies Readonly<Record<string, BacktestReport>>

/** Names, labels and places that try to do something. */
export function hostileBacktest(): BacktestReport {
  const nasty = '<script>alert(1)</script>\u001b[2J\n::error::x | `y` @team'
  const alert = evaluatedAlert(
    {},
    {
      alert: nasty,
      group: nasty,
      expression: `x{a="${nasty}"} > 1`,
      histories: {
        surely: [],
        drawn: [episode([10, 20], { labels: { alertname: nasty, [nasty]: nasty } })],
        could: [episode([10, 20], { labels: { alertname: nasty, [nasty]: nasty } })],
      },
    },
  )
  const backtest = backtestOf([{ name: 'as written', alerts: [alert] }], {
    source: { kind: 'openMetrics', place: nasty, prometheusVersion: null, dialect: '3.5.0' },
    gaps: [{ ...gap, selector: nasty, reason: nasty }],
    notes: [nasty],
  })
  return reportBacktest(backtest, { ...QUESTION, rules: [nasty] })
}
