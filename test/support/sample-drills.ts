// Drills made by hand, for the writers: what a reader may meet, from a month in which all is well to hostile names.

import type { PowerCurve, PowerPoint, TrafficTime } from '../../core/drill/power-curve.ts'
import type {
  DrillDetection,
  DrillEpisode,
  DrilledAlert,
  DrillReport,
  JudgedDrillExpectation,
  ReportedIncident,
} from '../../core/report/drill-report.ts'
import { overSeeds } from './sample-drill-seeds.ts'
import { HOSTILE_TEXT } from './sample-reports.ts'

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400
const DAYS = 30

const at = (day: number, hour: number, minute = 0) => (day - 1) * DAY + hour * HOUR + minute * MINUTE

/** In the second of the two months. */
function incident(
  name: string,
  sentence: string,
  [fromSeconds, lengthSeconds]: readonly [number, number],
  more: Partial<ReportedIncident> = {},
): ReportedIncident {
  const toSeconds = fromSeconds + lengthSeconds
  const requests = Math.round(lengthSeconds * 20)
  return {
    name,
    sentence,
    month: 1,
    fromSeconds,
    toSeconds,
    share: 1,
    grows: false,
    concerns: null,
    trafficFactor: 1,
    requests,
    failed: 0,
    overSeeds: null,
    ...more,
  }
}

const INCIDENTS: readonly ReportedIncident[] = [
  incident('outage', 'Nothing answers for 5 minutes.', [at(3, 10), 5 * MINUTE], { failed: 6000 }),
  incident('slow-tenth', '10% of the requests take 3 times as long for an hour.', [at(7, 14), HOUR], { share: 0.1 }),
  incident('leak', 'All requests take 3% longer every day for 5 days.', [at(10, 0), 5 * DAY], { grows: true }),
  incident(
    'night',
    '20% of the requests fail for 30 minutes, at a fiftieth of the traffic.',
    [at(17, 3), 30 * MINUTE],
    {
      share: 1,
      requests: 712,
      failed: 144,
    },
  ),
  incident('deploy', 'A restart: nothing answers for 30 seconds.', [at(21, 11), 30], { failed: 590 }),
  incident('one-of-twenty', 'One instance of twenty is 10 times as slow for 2 hours.', [at(25, 9, 30), 2 * HOUR], {
    share: 0.05,
  }),
]

/** Minutes from the beginning of the incident until it is found; null for missed. */
type Found = {
  readonly pending: number
  readonly firing: number
  readonly notified: number | null
  readonly resolved: number | null
  readonly burnt: number
  readonly flaps?: number
}

function detection(
  { name, fromSeconds, toSeconds }: ReportedIncident,
  found: Found | null,
  whole = 0.08,
): DrillDetection {
  const burnt = [{ objective: 'errors < 0.1%', share: found?.burnt ?? whole }]
  const watchedSeconds = toSeconds - fromSeconds + HOUR
  if (found === null)
    return {
      incident: name,
      outcome: 'missed',
      watchedSeconds,
      firingAfterSeconds: null,
      notifiedAfterSeconds: null,
      byChance: 0,
      burnt,
      resolvedAfterSeconds: null,
      flaps: 0,
    }
  return {
    incident: name,
    outcome: 'detected',
    watchedSeconds,
    firingAfterSeconds: found.firing * MINUTE,
    notifiedAfterSeconds: found.notified === null ? null : found.notified * MINUTE,
    byChance: 0,
    burnt,
    resolvedAfterSeconds: found.resolved === null ? null : found.resolved * MINUTE,
    flaps: found.flaps ?? 0,
  }
}

function episodeOf({ fromSeconds, toSeconds, month }: ReportedIncident, found: Found, labels = {}): DrillEpisode {
  return {
    month,
    labels,
    pendingSeconds: fromSeconds + found.pending * MINUTE,
    fromSeconds: fromSeconds + found.firing * MINUTE,
    toSeconds: found.resolved === null ? null : toSeconds + found.resolved * MINUTE,
    notifiedSeconds: found.notified === null ? null : fromSeconds + found.notified * MINUTE,
  }
}

/** By the incident's name; what is not named is missed. */
export function drilledAlert(
  alert: string,
  found: Readonly<Record<string, Found>>,
  more: Partial<DrilledAlert> = {},
  incidents: readonly ReportedIncident[] = INCIDENTS,
): DrilledAlert {
  return {
    alert,
    severity: 'page',
    file: 'slo.rules.yml',
    line: 14,
    group: 'checkout-slo',
    expression: 'checkout:burn1h > 14.4 * 0.001 and checkout:burn5m > 14.4 * 0.001',
    forSeconds: 120,
    keepFiringForSeconds: 0,
    labels: { severity: 'page' },
    looksBackSeconds: HOUR,
    model: 0,
    outcome: 'evaluated',
    problem: null,
    toldAtTimes: false,
    failures: [],
    quiet: {
      days: DAYS,
      firings: 0,
      pages: 0,
      pagesPerDay: { estimate: 0, low: 0, high: 0.1 },
      firingSeconds: 0,
      alwaysFiring: false,
      flaps: 0,
    },
    overSeeds: null,
    detections: incidents.map((each) => detection(each, found[each.name] ?? null)),
    episodes: incidents.flatMap((each) => {
      const known = found[each.name]
      return known === undefined ? [] : [episodeOf(each, known, { alertname: alert, ...more.labels })]
    }),
    ...more,
  }
}

const BURN_FAST = drilledAlert('CheckoutErrorBudgetBurn', {
  outage: { pending: 1.25, firing: 3.25, notified: 3.75, resolved: 4, burnt: 0.072 },
  night: { pending: 6, firing: 8, notified: 8.5, resolved: 5, burnt: 0.009, flaps: 2 },
})
const BURN_SLOW = drilledAlert(
  'CheckoutErrorBudgetBurn',
  {
    outage: { pending: 2, firing: 17, notified: 17.5, resolved: 5 * 60, burnt: 0.11 },
  },
  {
    severity: 'ticket',
    line: 26,
    expression: 'checkout:burn3d > 0.001 and checkout:burn6h > 0.001',
    forSeconds: 900,
    labels: { severity: 'ticket' },
    looksBackSeconds: 3 * DAY,
  },
)
const LATENCY = drilledAlert(
  'CheckoutP95High',
  { leak: { pending: 3900, firing: 3905, notified: 3905.5, resolved: 3, burnt: 0.41, flaps: 3 } },
  {
    line: 38,
    expression: 'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1',
    forSeconds: 300,
    looksBackSeconds: 300,
    quiet: {
      days: DAYS,
      firings: 3,
      pages: 3,
      pagesPerDay: { estimate: 0.1, low: 0.02, high: 0.29 },
      firingSeconds: 1140,
      alwaysFiring: false,
      flaps: 1,
    },
  },
)
const QUIET_PAGES: readonly DrillEpisode[] = [at(6, 4), at(6, 4, 31), at(20, 3, 12)].map((fromSeconds) => ({
  month: 0,
  labels: { alertname: 'CheckoutP95High', severity: 'page' },
  pendingSeconds: fromSeconds - 300,
  fromSeconds,
  toSeconds: fromSeconds + 380,
  notifiedSeconds: fromSeconds + 30,
}))
const NOT_SIMULATED = drilledAlert(
  'CheckoutPodsRestarting',
  {},
  {
    severity: 'ticket',
    line: 51,
    expression: 'increase(kube_pod_container_status_restarts_total{pod=~"checkout-.*"}[1h]) > 3',
    outcome: 'not-simulated',
    model: null,
    problem: 'it reads kube_pod_container_status_restarts_total, which the simulation does not make',
    quiet: null,
    detections: [],
    episodes: [],
  },
)

const GOOD: readonly JudgedDrillExpectation[] = [
  {
    expectation: 'pages within 10m of outage',
    finding: 'pass',
    doubts: [],
    alerts: ['CheckoutErrorBudgetBurn'],
    incident: 'outage',
    reason: 'CheckoutErrorBudgetBurn paged 3m 45s after it began.',
    overSeeds: null,
  },
  {
    expectation: 'CheckoutErrorBudgetBurn: never in a quiet month',
    finding: 'pass',
    doubts: [],
    alerts: ['CheckoutErrorBudgetBurn'],
    incident: null,
    reason: 'It did not page in 30 quiet days.',
    overSeeds: null,
  },
]
const BAD: readonly JudgedDrillExpectation[] = [
  {
    expectation: 'pages within 1h of slow-tenth',
    finding: 'fail',
    doubts: [],
    alerts: ['CheckoutErrorBudgetBurn', 'CheckoutP95High'],
    incident: 'slow-tenth',
    reason: 'No alert paged while it was on, nor in the hour after.',
    overSeeds: null,
  },
  ...GOOD,
]
const OPEN: readonly JudgedDrillExpectation[] = [
  {
    expectation: 'CheckoutPodsRestarting: pages within 5m of deploy',
    finding: 'inconclusive',
    doubts: ['not-simulated'],
    alerts: ['CheckoutPodsRestarting'],
    incident: 'deploy',
    reason:
      'CheckoutPodsRestarting is not simulated: it reads kube_pod_container_status_restarts_total, which the simulation does not make.',
    overSeeds: null,
  },
  ...GOOD,
]

export function drillReport(more: Partial<DrillReport> = {}): DrillReport {
  return {
    schemaVersion: 1,
    verdict: 'pass',
    headline: '3 of 6 incidents were paged for; none of them falsely in 30 quiet days.',
    reasons: [],
    run: {
      startedAt: '2026-11-27T04:30:00.000Z',
      durationSeconds: 1.84,
      interrupted: false,
      harnessVersion: '0.2.0',
      seed: 42,
    },
    seeds: null,
    rules: ['slo.rules.yml'],
    days: DAYS,
    startsAt: '2026-11-02T00:00:00.000Z',
    scrapeIntervalSeconds: 15,
    evaluationSeconds: 30,
    traffic: {
      source: { kind: 'assumed', place: null },
      meanRate: 20,
      dayRate: 41.5,
      nightRate: 0.83,
      hours: Array.from({ length: 24 }, (_, hour) => 1 - 0.96 * Math.cos(((hour - 3) / 12) * Math.PI)),
      weekdays: [1.1, 1.1, 1.1, 1.1, 1.1, 0.8, 0.7],
    },
    latency: {
      source: { kind: 'assumed', place: null },
      sentence: 'log-normal, median 120ms, P95 400ms',
      quantiles: [
        { quantile: 0.5, seconds: 0.12 },
        { quantile: 0.95, seconds: 0.4 },
        { quantile: 0.99, seconds: 0.66 },
      ],
    },
    series: [
      {
        model: 0,
        metric: 'http_request_duration_seconds',
        kind: 'histogram',
        labels: { job: 'checkout', route: '/pay' },
        requests: 'answered',
        upperBounds: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
        unit: 's',
      },
      {
        model: 0,
        metric: 'http_requests_total',
        kind: 'counter',
        labels: { job: 'checkout', code: '200' },
        requests: 'succeeded',
        upperBounds: null,
        unit: null,
      },
      {
        model: 0,
        metric: 'http_requests_total',
        kind: 'counter',
        labels: { job: 'checkout', code: '500' },
        requests: 'failed',
        upperBounds: null,
        unit: null,
      },
      {
        model: 0,
        metric: 'up',
        kind: 'gauge',
        labels: { job: 'checkout' },
        requests: null,
        upperBounds: null,
        unit: null,
      },
    ],
    seriesBegin: 'with-first-count',
    assumptions: [
      'One instance serves all requests.',
      'In a healthy month 0.02% of the requests fail.',
      'No request waits for another one.',
    ],
    objectives: [
      {
        name: 'errors < 0.1%',
        kind: 'errors',
        allowedShare: 0.001,
        boundSeconds: null,
        source: { kind: 'assumed', place: null },
      },
    ],
    notifications: {
      source: { kind: 'assumed', place: null },
      groupBy: ['alertname'],
      groupWaitSeconds: 30,
      groupIntervalSeconds: 300,
      repeatIntervalSeconds: 4 * HOUR,
      routes: 1,
    },
    months: [
      { name: 'quiet', kind: 'quiet', seed: 42, requests: 51_839_277, failed: 10_401 },
      { name: 'incidents', kind: 'incidents', seed: 43, requests: 51_842_004, failed: 17_190 },
    ],
    incidents: [...INCIDENTS],
    alerts: [BURN_FAST, BURN_SLOW, { ...LATENCY, episodes: [...QUIET_PAGES, ...LATENCY.episodes] }],
    powerCurve: null,
    expectations: [...GOOD],
    notes: [],
    ...more,
  }
}

/** A monthly seen share, a probability and its interval: drawn from a formula, so that the map looks like a real one. */
function powerPoint(share: number, slowdown: number | null, durationSeconds: number, traffic: TrafficTime): PowerPoint {
  const strength = share * (slowdown === null ? 4 : slowdown - 1) * Math.sqrt(durationSeconds / 300)
  const seen = 1 / (1 + Math.exp(-6 * (strength * (traffic === 'day' ? 4 : 1.2) - 1)))
  const trials = seen > 0.97 || seen < 0.02 ? 40 : 200
  const found = Math.round(seen * trials)
  const estimate = found / trials
  const spread = 1.96 * Math.sqrt((estimate * (1 - estimate) + 0.01) / trials)
  const [low, high] = [Math.max(0, estimate - spread), Math.min(1, estimate + spread)]
  const isFoundMostly = estimate >= 0.5
  return {
    share,
    slowdown,
    durationSeconds,
    traffic,
    trials,
    found,
    alreadyFiring: 0,
    byChance: 0.01,
    probability: { estimate, low, high },
    medianDelaySeconds: isFoundMostly ? Math.round(durationSeconds * 0.4 + 75) : null,
    medianDelay: isFoundMostly
      ? { low: Math.round(durationSeconds * 0.35 + 60), high: Math.round(durationSeconds * 0.45 + 90) }
      : { low: null, high: null },
    finding: low >= 0.95 ? 'found' : high < 0.95 ? 'missed' : 'undecided',
  }
}

const SHARES = [0.01, 0.05, 0.1, 0.25, 1]
const SLOWDOWNS = [2, 5, null]
const DURATIONS = [60, 180, 300, 900, 3600]

function samplePoints(): PowerPoint[] {
  const all = SHARES.flatMap((share) =>
    SLOWDOWNS.flatMap((slowdown) =>
      DURATIONS.flatMap((duration) =>
        (['day', 'night'] as const).map((traffic) => powerPoint(share, slowdown, duration, traffic)),
      ),
    ),
  )
  // One that was not tried.
  return all.filter(({ share, slowdown, durationSeconds }) => share < 1 || slowdown !== 5 || durationSeconds < 3600)
}

export const SAMPLE_POWER: PowerCurve = {
  comparison: [],
  requiredProbability: 0.95,
  mostTrials: 200,
  seed: 42,
  interrupted: false,
  axes: { shares: SHARES, slowdowns: SLOWDOWNS, durationsSeconds: DURATIONS },
  traffic: { dayRatePerSecond: 38.2, nightRatePerSecond: 0.5 },
  curves: [
    {
      alert: null,
      group: null,
      line: null,
      points: samplePoints(),
      falsePages: { pages: 3, days: 27, perDay: { estimate: 0.111, low: 0.023, high: 0.325 } },
      smallest: [
        {
          share: 0.1,
          slowdown: 2,
          traffic: 'night',
          missedUpToSeconds: 300,
          foundFromSeconds: 900,
          longestTriedSeconds: 3600,
        },
        {
          share: 0.1,
          slowdown: 2,
          traffic: 'day',
          missedUpToSeconds: 180,
          foundFromSeconds: 300,
          longestTriedSeconds: 3600,
        },
      ],
      failures: [],
      sentence:
        'At night traffic of 0.5/s this misses anything under 7m where 10% of the requests are 2 times slower, and pages falsely once in 9 days.',
    },
    {
      alert: 'CheckoutP95High',
      group: 'checkout',
      line: 38,
      points: samplePoints().map((point) => ({ ...point, medianDelaySeconds: null })),
      falsePages: { pages: 0, days: 27, perDay: { estimate: 0, low: 0, high: 0.137 } },
      smallest: [],
      failures: [],
      sentence: 'CheckoutP95High finds nothing that lasts less than an hour by night.',
    },
  ],
  notSimulated: [{ alert: 'CheckoutPodsRestarting', line: 51, reason: 'it reads a series that is not made' }],
  asked: {
    detect: '10% of requests 2x slower for 5m',
    share: 0.1,
    slowdown: 2,
    durationSeconds: 300,
    traffic: null,
    withinSeconds: 180,
    falsePagesPerDay: 1 / 30,
    finding: 'fail',
    reason: 'By night it is found in time in 12 of 200 trials (6%, 3% to 10%).',
  },
  variants: [
    powerVariant('as written', 8, [0.06, 0.03, 0.1], 3, 'fail', 'found by night in 6% (3% to 10%)'),
    powerVariant(
      'layout threshold, range 1m, for 30s',
      10,
      [0.99, 0.96, 1],
      0,
      'pass',
      'found in time by day and night',
    ),
    powerVariant('range 1m', 8, [0.7, 0.62, 0.76], 9, 'fail', 'found by night in 70% (62% to 76%)'),
    powerVariant('for 0s', 8, [0.95, 0.91, 0.98], 1, 'inconclusive', 'found by night in 95% (91% to 98%)'),
  ],
  proposal: {
    variant: 'layout threshold, range 1m, for 30s',
    reason: 'It is the cheapest that does what is asked: 10 series a target.',
    rules: `groups:
  - name: checkout
    rules:
      - alert: CheckoutP95High
        expr: histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[1m]))) > 1
        for: 30s
`,
    layout: 'buckets: [0.05, 0.1, 0.2, 0.25, 0.4, 0.5, 0.8, 1, 2.5]',
  },
  withoutProposal: null,
  notes: ['3 of the combinations were not tried: others settle them.'],
}

function powerVariant(
  name: string,
  series: number,
  [estimate, low, high]: readonly [number, number, number],
  pages: number,
  finding: 'pass' | 'fail' | 'inconclusive',
  reason: string,
): PowerCurve['variants'][number] {
  const side = (traffic: TrafficTime, factor: number) => ({
    traffic,
    trials: 200,
    found: Math.round(200 * Math.min(1, estimate * factor)),
    alreadyFiring: 0,
    byChance: 0.01,
    probability: {
      estimate: Math.min(1, estimate * factor),
      low: Math.min(1, low * factor),
      high: Math.min(1, high * factor),
    },
    medianDelaySeconds: estimate * factor > 0.5 ? 140 : null,
    medianDelay: { low: null, high: null },
    finding: 'undecided' as const,
  })
  return {
    name,
    layout: name.startsWith('layout') ? 'threshold' : null,
    rangeSeconds: name.includes('range') ? 60 : null,
    forSeconds: null,
    threshold: null,
    series,
    unchanged:
      name === 'as written' ? [] : [{ alert: 'CheckoutErrorBudgetBurn', reason: 'its rates have several ranges' }],
    detection: [side('day', 1.2), side('night', 1)],
    falsePages: { pages, days: 27, perDay: { estimate: pages / 27, low: 0, high: (pages + 3) / 27 } },
    finding,
    reason,
  }
}

function manyAlerts(): DrilledAlert[] {
  return Array.from({ length: 30 }, (_, i) => {
    const nth = String(i + 1).padStart(2, '0')
    const found: Record<string, Found> = {}
    if (i % 3 === 0) found.outage = { pending: 1, firing: 2 + i / 4, notified: 3 + i / 4, resolved: 6, burnt: 0.02 }
    if (i % 7 === 0) found['slow-tenth'] = { pending: 4, firing: 9, notified: 9.5, resolved: null, burnt: 0.3 }
    return drilledAlert(`KubernetesDeploymentReplicasMismatchOfService${nth}`, found, { line: 10 * (i + 1) })
  })
}

function hostile(value: unknown, key = ''): unknown {
  const own = ['verdict', 'finding', 'kind', 'outcome', 'doubts', 'startedAt', 'startsAt', 'traffic', 'incident']
  if (typeof value === 'string') return own.includes(key) ? value : HOSTILE_TEXT
  if (Array.isArray(value)) return value.map((item) => hostile(item, key))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hostile(inner, name)]))
}

const LONG = `checkout-${'very-'.repeat(20)}long-name`

export const SAMPLE_DRILLS = {
  good: drillReport(),
  bad: drillReport({
    verdict: 'fail',
    headline: 'No alert pages within an hour for slow-tenth: 10% of the requests take 3 times as long for an hour.',
    reasons: ['CheckoutP95High paged 3 times in 30 quiet days, for nothing.'],
    alerts: [BURN_FAST, BURN_SLOW, { ...LATENCY, episodes: [...QUIET_PAGES, ...LATENCY.episodes] }, NOT_SIMULATED],
    expectations: [...BAD],
    powerCurve: SAMPLE_POWER,
    notes: ['checkout:burn3d looks back 3d: an incident on the first 3 days of a month is seen with less history.'],
  }),
  inconclusive: drillReport({
    verdict: 'inconclusive',
    headline: 'Whether CheckoutPodsRestarting pages for deploy cannot be told: it is not simulated.',
    alerts: [BURN_FAST, NOT_SIMULATED],
    expectations: [...OPEN],
    run: { ...drillReport().run, interrupted: true },
    powerCurve: {
      ...SAMPLE_POWER,
      asked: null,
      variants: [],
      proposal: null,
      interrupted: true,
      traffic: { dayRatePerSecond: 20, nightRatePerSecond: null },
      curves: SAMPLE_POWER.curves.slice(1).map((curve) => ({
        ...curve,
        falsePages: null,
        points: curve.points.filter(({ traffic }) => traffic === 'day').slice(0, 7),
      })),
    },
  }),
  quiet: drillReport({
    verdict: null,
    headline: 'No alert fired in 30 quiet days.',
    months: [drillReport().months[0] as DrillReport['months'][number]],
    incidents: [],
    alerts: [drilledAlert('CheckoutErrorBudgetBurn', {}, {}, []), NOT_SIMULATED],
    expectations: [],
  }),
  seeds: overSeeds(drillReport(), 100),
  stopped: overSeeds(drillReport({ run: { ...drillReport().run, interrupted: true } }), 37),
  many: drillReport({ verdict: null, expectations: [], alerts: manyAlerts() }),
  long: drillReport({
    rules: [`${LONG}.rules.yml`],
    headline: `${LONG} was paged for.`,
    alerts: [
      drilledAlert(LONG, { [LONG]: { pending: 1, firing: 2, notified: null, resolved: null, burnt: 3.2 } }, {}, [
        { ...(INCIDENTS[0] as ReportedIncident), name: LONG },
      ]),
    ],
    incidents: [{ ...(INCIDENTS[0] as ReportedIncident), name: LONG, sentence: `${LONG} `.repeat(4) }],
  }),
} as const satisfies Readonly<Record<string, DrillReport>>

export function hostileDrill(): DrillReport {
  return hostile(SAMPLE_DRILLS.bad) as DrillReport
}
