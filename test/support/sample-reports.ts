// Reports as runs of different fates would write them: plain data, for golden files and properties.

import type { LatencySummary } from '../../core/latency/latency-summary.ts'
import type { Report, ReportedLoad, ReportedPhase, TimelineRow } from '../../core/report/report.ts'

const NO_REQUESTS: LatencySummary = {
  count: 0,
  unboundedCount: 0,
  min: null,
  mean: null,
  max: null,
  p50: null,
  p90: null,
  p95: null,
  p99: null,
  p999: null,
  unbounded: false,
}

type Five = readonly [min: number, p50: number, p95: number, p99: number, max: number]

/** P90 and P99.9 halfway to their neighbours: enough for data that nothing computes with. */
function latencies(count: number, [min, p50, p95, p99, max]: Five): LatencySummary {
  const mean = Number(((p50 * 9 + p95) / 10).toFixed(6))
  const p90 = Number(((p50 + p95) / 2).toFixed(6))
  const p999 = Number(((p99 + max) / 2).toFixed(6))
  return { count, unboundedCount: 0, min, mean, max, p50, p90, p95, p99, p999, unbounded: false }
}

function load(
  offered: number,
  durationSeconds: number,
  response: LatencySummary,
  service: LatencySummary,
  changes: Partial<ReportedLoad> = {},
): ReportedLoad {
  const completed = changes.completed ?? offered
  return {
    offered,
    completed,
    errors: 0,
    timeouts: 0,
    neverSent: 0,
    unfinished: 0,
    interrupted: 0,
    errorKinds: {},
    statusCodes: completed > 0 ? { '200': completed } : {},
    unexpectedStatusCodes: Object.fromEntries(
      Object.entries(changes.statusCodes ?? {}).filter(([code]) => !code.startsWith('2')),
    ),
    durationSeconds,
    offeredRate: Number((offered / durationSeconds).toFixed(3)),
    achievedRate: Number((completed / durationSeconds).toFixed(3)),
    responseTime: response,
    serviceTime: service,
    errorTime: NO_REQUESTS,
    ...changes,
  }
}

function phase(name: string, startSeconds: number, traffic: ReportedLoad, measured = true): ReportedPhase {
  const endSeconds = startSeconds + traffic.durationSeconds
  return { ...traffic, name, measured, model: 'open', startSeconds, endSeconds }
}

function row(second: number, phaseName: string, rate: number, p95: number, estimate: number | null): TimelineRow {
  const quantiles = { p50: p95 / 2, p95, p99: p95 * 1.5 }
  return {
    second,
    phase: phaseName,
    offered: rate,
    completed: rate,
    errors: 0,
    timeouts: 0,
    slot: quantiles,
    window: quantiles,
    estimate,
    alerts: {},
  }
}

const RUN: Report['run'] = {
  startedAt: '2026-11-23T04:36:12.345Z',
  durationSeconds: 107.4,
  seed: 42,
  interrupted: false,
  harnessVersion: '0.1.0',
  nodeVersion: 'v20.20.2',
  platform: 'linux x64',
  cpuCount: 2,
  workers: 1,
  folder: 'reports/runs/spike/2026-11-23T04-36-12Z',
  replay: 'npm run scenario spike -- --seed 42',
  problems: [],
}

const FIT: Report['generator'] = {
  dispatchDelay: latencies(4900, [0.00001, 0.00006, 1.12, 1.31, 1.44]),
  sendLag: latencies(4900, [0.00001, 0.00006, 0.00021, 0.00035, 0.0021]),
  eventLoopDelay: latencies(10500, [0.000001, 0.00009, 0.0009, 0.0012, 0.004]),
  backlogMax: 0,
  inFlightMax: 212,
  cpuShare: 0.117,
  workers: 1,
  saturatedSeconds: 0,
  eventLoopUtilization: 0.14,
  waitingForCoreShare: 0.02,
  saturated: false,
  overloaded: false,
  fit: true,
  reasons: [
    'The generator kept to its schedule: by its own doing 99% of requests were sent at most 350µs late (15ms allowed).',
  ],
}

const baselineResponse = latencies(400, [0.0181, 0.0412, 0.118, 0.153, 0.187])
const spikeResponse = latencies(3200, [0.0421, 2.21, 4.31, 4.52, 4.66])
const recoveryResponse = latencies(1200, [0.0179, 0.0431, 0.287, 1.92, 3.12])
const spikeTotal = load(
  4800,
  100,
  latencies(4800, [0.0179, 0.918, 4.21, 4.49, 4.66]),
  latencies(4800, [0.0177, 0.917, 4.21, 4.49, 4.66]),
)

/** A traffic spike that its alert caught: everything as it should be. */
const passingSpike: Report = {
  schemaVersion: 1,
  verdict: 'pass',
  reasons: ['All 3 objectives are met and the alert did what the scenario expects.'],
  scenario: {
    name: 'spike',
    question: 'Does the P95 alert catch a traffic spike, and does the service recover?',
    file: 'scenarios/spike.yaml',
    expectedVerdict: 'pass',
    resolved: { name: 'spike', load: { arrivals: 'poisson', seed: 42, connections: 256 } },
  },
  run: RUN,
  load: {
    total: spikeTotal,
    phases: [
      phase('warm-up', 0, load(100, 5, baselineResponse, baselineResponse), false),
      phase('baseline', 5, load(400, 20, baselineResponse, baselineResponse)),
      phase('spike', 25, load(3200, 20, spikeResponse, spikeResponse)),
      phase('recovery', 45, load(1200, 60, recoveryResponse, recoveryResponse)),
    ],
  },
  generator: FIT,
  server: {
    witness: 'embedded',
    metric: 'model_latency_seconds',
    count: 4800,
    sum: 5932.18,
    buckets: [
      { le: 0.1, count: 1402 },
      { le: 0.3, count: 1790 },
      { le: 0.5, count: 1911 },
      { le: 0.7, count: 2066 },
      { le: 1, count: 2511 },
      { le: 2, count: 3311 },
      { le: 5, count: 4800 },
      { le: '+Inf', count: 4800 },
    ],
    exact: latencies(4800, [0.0174, 0.916, 4.2, 4.48, 4.66]),
    scrapes: { succeeded: 107, failed: 0, slowestSeconds: 0.012 },
    resets: 0,
  },
  crossCheck: [
    {
      quantile: 0.5,
      estimate: 0.925,
      bucket: { lower: 0.7, upper: 1 },
      exactClient: 0.918,
      exactClientServiceTime: 0.917,
      exactServer: 0.916,
      error: 0.007,
      relativeError: 0.0076,
      insideBucket: true,
      parts: { interpolation: 0.009, vantage: -0.001, waiting: -0.001, interpolationAndVantage: null },
      explanation: 'The estimate is 7 ms off, within a bucket 300 ms wide.',
    },
    {
      quantile: 0.95,
      estimate: 4.52,
      bucket: { lower: 2, upper: 5 },
      exactClient: 4.21,
      exactClientServiceTime: 4.21,
      exactServer: 4.2,
      error: 0.31,
      relativeError: 0.0736,
      insideBucket: true,
      parts: { interpolation: 0.32, vantage: -0.01, waiting: 0, interpolationAndVantage: null },
      explanation:
        'The bucket (2s, 5s] is 3 s wide and holds 31% of the requests; the estimate is drawn on a line through it.',
    },
    {
      quantile: 0.99,
      estimate: 4.9,
      bucket: { lower: 2, upper: 5 },
      exactClient: 4.49,
      exactClientServiceTime: 4.49,
      exactServer: 4.48,
      error: 0.41,
      relativeError: 0.0913,
      insideBucket: true,
      parts: { interpolation: 0.42, vantage: -0.01, waiting: 0, interpolationAndVantage: null },
      explanation: 'The bucket (2s, 5s] is 3 s wide.',
    },
  ],
  populations: { clientAnswered: 4800, serverObserved: 4800, serverExact: 4800, note: null },
  sla: [
    {
      objective: 'p95 < 300ms',
      during: 'baseline',
      observed: 0.118,
      unbounded: false,
      interval: { lower: 0.109, upper: 0.129 },
      limit: 0.3,
      unit: 'seconds',
      finding: 'pass',
      estimateFinding: 'pass',
      estimate: 0.173,
      reason: 'The P95 of 400 requests is 118 ms, at most 129 ms with 95% confidence.',
    },
    {
      objective: 'errors < 1%',
      during: null,
      observed: 0,
      unbounded: false,
      interval: { lower: 0, upper: 0.0008 },
      limit: 0.01,
      unit: 'share',
      finding: 'pass',
      estimateFinding: null,
      estimate: null,
      reason: 'None of 4,800 requests failed.',
    },
    {
      objective: 'achieved > 99%',
      during: null,
      observed: 1,
      unbounded: false,
      interval: { lower: 0.9992, upper: 1 },
      limit: 0.99,
      unit: 'share',
      finding: 'pass',
      estimateFinding: null,
      estimate: null,
      reason: 'All of 4,800 requests were answered.',
    },
  ],
  alerts: [
    {
      name: 'HighLatency95thPercentile',
      expression: 'histogram_quantile(0.95, sum by (le) (rate(model_latency_seconds_bucket[1m]))) > 1',
      forSeconds: 30,
      transitions: [
        { at: 0.5, state: 'inactive', value: null },
        { at: 34.6, state: 'pending', value: 1.12 },
        { at: 64.6, state: 'firing', value: 4.41 },
        { at: 96.6, state: 'inactive', value: null },
      ],
      expected: 'fires within 45s after spike, resolves within 120s after recovery',
      finding: 'pass',
      detectionSeconds: 39.6,
      resolutionSeconds: 51.6,
      reason:
        'Fired 39.6 s after the start of spike (45 s allowed) and resolved 51.6 s after the start of recovery (120 s allowed).',
    },
  ],
  timeline: [
    row(5, 'baseline', 20, 0.112, 0.14),
    row(25, 'spike', 160, 1.2, 0.171),
    { ...row(45, 'recovery', 20, 3.1, 4.31), alerts: { HighLatency95thPercentile: 'pending' } },
    { ...row(65, 'recovery', 20, 0.12, 4.41), alerts: { HighLatency95thPercentile: 'firing' } },
  ],
}

/** The lab as written: three sleeps, and an estimate that is far from the truth. */
const failingLab: Report = {
  ...passingSpike,
  verdict: 'fail',
  reasons: ['p95 < 1s: The P95 is 2s (95% interval 2s to 2s, 1,200 requests), not below 1s.'],
  scenario: {
    name: 'lab',
    question: 'What does the dashboard make of a service that sleeps 0.2, 0.5 or 2 seconds?',
    file: 'scenarios/lab.yaml',
    expectedVerdict: 'fail',
    resolved: { name: 'lab', load: { arrivals: 'constant', seed: 7, connections: 128 } },
  },
  run: {
    ...RUN,
    durationSeconds: 67.1,
    seed: 7,
    folder: 'reports/runs/lab/2026-11-23T04-36-12Z',
    replay: 'npm run scenario lab -- --seed 7',
  },
  load: {
    total: load(
      1200,
      60,
      latencies(1200, [0.2, 0.502, 2.004, 2.005, 2.007]),
      latencies(1200, [0.2, 0.502, 2.003, 2.005, 2.007]),
    ),
    phases: [
      phase(
        'warm-up',
        0,
        load(100, 5, latencies(100, [0.2, 0.502, 2.004, 2.005, 2.006]), latencies(100, [0.2, 0.5, 2, 2, 2])),
        false,
      ),
      phase(
        'steady',
        5,
        load(
          1200,
          60,
          latencies(1200, [0.2, 0.502, 2.004, 2.005, 2.007]),
          latencies(1200, [0.2, 0.502, 2.003, 2.005, 2.007]),
        ),
      ),
    ],
  },
  server: {
    witness: 'embedded',
    metric: 'model_latency_seconds',
    count: 1200,
    sum: 1082.4,
    buckets: [
      { le: 0.1, count: 0 },
      { le: 0.3, count: 398 },
      { le: 0.5, count: 398 },
      { le: 0.7, count: 799 },
      { le: 1, count: 799 },
      { le: 2, count: 799 },
      { le: 5, count: 1200 },
      { le: '+Inf', count: 1200 },
    ],
    exact: latencies(1200, [0.2, 0.501, 2.002, 2.003, 2.005]),
    scrapes: { succeeded: 66, failed: 0, slowestSeconds: 0.009 },
    resets: 0,
  },
  crossCheck: [
    {
      quantile: 0.5,
      estimate: 0.601,
      bucket: { lower: 0.5, upper: 0.7 },
      exactClient: 0.502,
      exactClientServiceTime: 0.502,
      exactServer: 0.501,
      error: 0.099,
      relativeError: 0.197,
      insideBucket: true,
      parts: { interpolation: 0.1, vantage: -0.001, waiting: 0, interpolationAndVantage: null },
      explanation: 'The exact value lies at the lower end of its bucket (0.5s, 0.7s].',
    },
    {
      quantile: 0.9,
      estimate: 4.1,
      bucket: { lower: 2, upper: 5 },
      exactClient: 2.003,
      exactClientServiceTime: 2.003,
      exactServer: 2.002,
      error: 2.097,
      relativeError: 1.047,
      insideBucket: true,
      parts: { interpolation: 2.098, vantage: -0.001, waiting: 0, interpolationAndVantage: null },
      explanation: 'The exact value lies just above the bound 2s.',
    },
    {
      quantile: 0.95,
      estimate: 4.551,
      bucket: { lower: 2, upper: 5 },
      exactClient: 2.004,
      exactClientServiceTime: 2.003,
      exactServer: 2.002,
      error: 2.547,
      relativeError: 1.271,
      insideBucket: true,
      parts: { interpolation: 2.549, vantage: -0.001, waiting: -0.001, interpolationAndVantage: null },
      explanation:
        'The P95 lies in the bucket (2s, 5s]; its true value 2.002s is just above the bound 2s, so 33% of requests fall into that bucket and interpolation draws it at 4.55s, 2.55s too high. A bound at 2.5s would put it at 2.43s.',
    },
    {
      quantile: 0.99,
      estimate: 4.91,
      bucket: { lower: 2, upper: 5 },
      exactClient: 2.005,
      exactClientServiceTime: 2.005,
      exactServer: 2.003,
      error: 2.905,
      relativeError: 1.449,
      insideBucket: true,
      parts: { interpolation: 2.907, vantage: -0.002, waiting: 0, interpolationAndVantage: null },
      explanation: 'The exact value lies just above the bound 2s.',
    },
  ],
  populations: { clientAnswered: 1200, serverObserved: 1200, serverExact: 1200, note: null },
  sla: [
    {
      objective: 'p95 < 1s',
      during: null,
      observed: 2.004,
      unbounded: false,
      interval: { lower: 2.003, upper: 2.004 },
      limit: 1,
      unit: 'seconds',
      finding: 'fail',
      estimateFinding: 'fail',
      estimate: 4.551,
      reason: 'The P95 is 2s (95% interval 2s to 2s, 1,200 requests), not below 1s.',
    },
    {
      objective: 'p95 < 3s',
      during: 'steady',
      observed: 2.004,
      unbounded: false,
      interval: { lower: 2.003, upper: 2.004 },
      limit: 3,
      unit: 'seconds',
      finding: 'pass',
      estimateFinding: 'fail',
      estimate: 4.551,
      reason: 'The P95 is 2s (95% interval 2s to 2s, 1,200 requests), below 3s.',
    },
    {
      objective: 'under 300ms > 90%',
      during: null,
      observed: 0.3317,
      unbounded: false,
      interval: { lower: 0.3056, upper: 0.3588 },
      limit: 0.9,
      unit: 'share',
      finding: 'fail',
      estimateFinding: 'fail',
      estimate: 0.3317,
      reason: '33.17% of 1,200 requests were faster than 300 ms.',
    },
  ],
  alerts: [
    {
      ...(passingSpike.alerts[0] as Report['alerts'][number]),
      transitions: [
        { at: 0.5, state: 'inactive', value: null },
        { at: 3.6, state: 'pending', value: 4.4 },
        { at: 33.6, state: 'firing', value: 4.52 },
      ],
      expected: null,
      finding: null,
      detectionSeconds: null,
      resolutionSeconds: null,
      reason: '',
    },
  ],
  timeline: [row(5, 'steady', 20, 2.003, null), row(6, 'steady', 20, 2.004, 4.4), row(7, 'steady', 20, 2.003, 4.551)],
}

const lateResponse = latencies(240_000, [0.0004, 0.41, 2.91, 3.4, 3.9])
const lateService = latencies(240_000, [0.0003, 0.0011, 0.0042, 0.0107, 0.093])

/** A foreign service, and a generator that could not keep up: the run proves nothing. */
const inconclusiveUnfit: Report = {
  ...passingSpike,
  verdict: 'inconclusive',
  reasons: [
    'The generator could not keep up: it sent requests up to 1.90 s late (P99), where 2 ms is allowed.',
    'p95 < 250ms cannot be judged: the latencies hold the waiting of the generator itself.',
    'errors < 0.1% is in doubt: 0.09% observed, 0.078% to 0.103% with 95% confidence; 310,000 more requests would settle it.',
    'The final scrape failed.',
  ],
  scenario: {
    name: 'checkout-overload',
    question: 'How much can the checkout service take?',
    file: 'shop/checkout.yaml',
    expectedVerdict: null,
    resolved: { name: 'checkout-overload', target: { url: 'https://checkout.example:9443' } },
  },
  run: {
    ...RUN,
    durationSeconds: 10.9,
    folder: '/var/lib/ci/artifacts/checkout-overload/build-88231/attempt-2/load-test',
    replay:
      'npm run scenario shop/checkout.yaml -- --seed 42 --target https://checkout.example:9443 --metrics http://checkout.example:9100/metrics --inconclusive fail',
    problems: [
      'Scrape 7 of 12 failed: connect ECONNREFUSED 10.0.0.7:9100',
      '3 connections of 512 could not be opened.',
    ],
  },
  load: {
    total: load(240_216, 10, lateResponse, lateService, {
      completed: 240_000,
      errors: 216,
      errorKinds: { status: 200, reset: 16 },
      statusCodes: { '200': 240_000, '503': 196, '500': 4 },
      errorTime: latencies(200, [0.0005, 0.0012, 0.009, 0.02, 0.021]),
    }),
    phases: [
      phase(
        'flood',
        0,
        load(240_216, 10, lateResponse, lateService, {
          completed: 240_000,
          errors: 216,
          errorKinds: { status: 200, reset: 16 },
          statusCodes: { '200': 240_000, '503': 196, '500': 4 },
        }),
      ),
    ],
  },
  generator: {
    dispatchDelay: latencies(240_216, [0.00001, 0.4, 2.2, 3.1, 3.6]),
    sendLag: latencies(240_216, [0.00001, 0.21, 1.2, 1.9, 2.4]),
    eventLoopDelay: latencies(812, [0.0009, 0.011, 0.034, 0.072, 0.12]),
    backlogMax: 71_230,
    inFlightMax: 512,
    cpuShare: 0.994,
    workers: 1,
    saturatedSeconds: 9.8,
    eventLoopUtilization: 1,
    waitingForCoreShare: 0.05,
    saturated: true,
    overloaded: true,
    fit: false,
    reasons: ['Send lag P99 is 1.90 s, above 2 ms.', 'The generator used 99% of its core: add --workers 2.'],
  },
  server: {
    witness: 'embedded',
    metric: 'http_request_duration_seconds',
    count: 239_871,
    sum: 402.1,
    buckets: [
      { le: 0.005, count: 231_000 },
      { le: 0.25, count: 239_800 },
      { le: '+Inf', count: 239_871 },
    ],
    exact: null,
    scrapes: { succeeded: 11, failed: 1, slowestSeconds: 0.41 },
    resets: 0,
  },
  crossCheck: [
    {
      quantile: 0.95,
      estimate: 0.00493,
      bucket: { lower: 0, upper: 0.005 },
      exactClient: 2.91,
      exactClientServiceTime: 0.0042,
      exactServer: null,
      error: -2.90507,
      relativeError: -0.9983,
      insideBucket: false,
      parts: { interpolation: null, vantage: null, waiting: -2.9058, interpolationAndVantage: 0.00073 },
      explanation: 'Requests waited 2.91 s before they were sent: no histogram of the server can know of that.',
    },
    {
      quantile: 0.99,
      estimate: null,
      bucket: { lower: 0.25, upper: '+Inf' },
      exactClient: 3.4,
      exactClientServiceTime: 0.0107,
      exactServer: null,
      error: null,
      relativeError: null,
      insideBucket: false,
      parts: { interpolation: null, vantage: null, waiting: -3.3893, interpolationAndVantage: null },
      explanation: 'The quantile lies in the bucket +Inf.',
    },
  ],
  populations: {
    clientAnswered: 240_200,
    serverObserved: 239_871,
    serverExact: null,
    note: 'The server observed 329 requests fewer than the client had answered: the final scrape failed.',
  },
  sla: [
    {
      objective: 'p95 < 250ms',
      during: null,
      observed: 2.91,
      unbounded: false,
      interval: { lower: 2.89, upper: 2.93 },
      limit: 0.25,
      unit: 'seconds',
      finding: 'inconclusive',
      estimateFinding: 'pass',
      estimate: 0.00493,
      reason: 'The generator was not fit to judge a latency.',
    },
    {
      objective: 'errors < 0.1%',
      during: null,
      observed: 0.0009,
      unbounded: false,
      interval: { lower: 0.00078, upper: 0.00103 },
      limit: 0.001,
      unit: 'share',
      finding: 'inconclusive',
      estimateFinding: null,
      estimate: null,
      reason: '0.09% of 240,216 requests failed; 310,000 more would settle it.',
    },
  ],
  alerts: [],
  timeline: [{ ...row(0, 'flood', 24_000, 1.2, 0.0049), errors: 21 }],
}

const neverEnding: LatencySummary = {
  count: 180,
  unboundedCount: 60,
  min: 0.0381,
  mean: 0.0431,
  max: null,
  p50: 0.0412,
  p90: null,
  p95: null,
  p99: null,
  p999: null,
  unbounded: true,
}

/** A service that stopped to answer, and someone who pressed Ctrl-C: quantiles among the timeouts, much unknown. */
const interruptedStall: Report = {
  ...passingSpike,
  verdict: 'fail',
  reasons: [
    'p95 < 1s is not met: 60 of 180 requests never ended, so the P95 has no bound.',
    'The run was interrupted after 9.1 of 60 seconds.',
  ],
  scenario: { ...passingSpike.scenario, name: 'stall', file: 'scenarios/stall.yaml', expectedVerdict: 'fail' },
  run: {
    ...RUN,
    durationSeconds: 9.1,
    interrupted: true,
    folder: 'reports/runs/stall/2026-11-23T04-36-12Z',
    replay: 'npm run scenario stall -- --seed 42',
    problems: ['No scrape succeeded: http://127.0.0.1:8000/metrics answered after more than 10 s.'],
  },
  load: {
    total: load(180, 9.1, neverEnding, neverEnding, { completed: 120, timeouts: 20, unfinished: 40 }),
    phases: [
      phase('steady', 0, load(180, 9.1, neverEnding, neverEnding, { completed: 120, timeouts: 20, unfinished: 40 })),
      phase('after', 9.1, load(0, 0, NO_REQUESTS, NO_REQUESTS, { offeredRate: 0, achievedRate: 0 })),
    ],
  },
  server: null,
  crossCheck: [],
  populations: null,
  sla: [
    {
      objective: 'p95 < 1s',
      during: null,
      observed: null,
      unbounded: true,
      interval: { lower: null, upper: null },
      limit: 1,
      unit: 'seconds',
      finding: 'fail',
      estimateFinding: null,
      estimate: null,
      reason: '60 of 180 requests never ended.',
    },
    {
      objective: 'p95 < 300ms',
      during: 'after',
      observed: null,
      unbounded: false,
      interval: null,
      limit: 0.3,
      unit: 'seconds',
      finding: 'inconclusive',
      estimateFinding: null,
      estimate: null,
      reason: 'No requests in this phase.',
    },
  ],
  alerts: [
    {
      name: 'HighLatency95thPercentile',
      expression: 'histogram_quantile(0.95, sum by (le) (rate(model_latency_seconds_bucket[1m]))) > 1',
      forSeconds: 30,
      transitions: [],
      expected: 'never fires',
      finding: 'inconclusive',
      detectionSeconds: null,
      resolutionSeconds: null,
      reason: 'The rule was never evaluated.',
    },
    {
      name: 'ErrorBudgetBurn',
      expression: 'vector(1) > 0',
      forSeconds: 0,
      transitions: Array.from({ length: 21 }, (_, i) => ({
        at: i * 0.4,
        state: i % 2 === 0 ? ('inactive' as const) : ('firing' as const),
        value: i % 2,
      })),
      expected: 'never fires',
      finding: 'fail',
      detectionSeconds: 0.4,
      resolutionSeconds: null,
      reason: 'Fired 0.4 s after the start of the run.',
    },
  ],
  timeline: [
    {
      second: 0,
      phase: 'steady',
      offered: 20,
      completed: 20,
      errors: 0,
      timeouts: 0,
      slot: { p50: 0.041, p95: 0.05, p99: 0.05 },
      window: { p50: 0.041, p95: 0.05, p99: 0.05 },
      estimate: null,
      alerts: {},
    },
    {
      second: 8,
      phase: null,
      offered: 20,
      completed: 0,
      errors: 0,
      timeouts: 20,
      slot: { p50: null, p95: null, p99: null },
      window: { p50: null, p95: null, p99: null },
      estimate: null,
      alerts: {},
    },
  ],
}

/** What someone could try to smuggle into a terminal, a Markdown table, an XML file. */
export const HOSTILE_TEXT =
  'a|b <script>alert(1)</script>\n# Heading\n::error::x `code` ]]> &amp; "q" @team \u001b[2J\u001b]0;title\u0007\u009b31m\u202eevil\u0000'

const HOSTILE_NAME = 'x|<b>`]]>\u001b[31m"&\'\n@you'

const hostileNames: Report = {
  ...failingLab,
  reasons: [HOSTILE_TEXT],
  scenario: { ...failingLab.scenario, name: HOSTILE_NAME, question: HOSTILE_TEXT, file: HOSTILE_TEXT },
  run: { ...failingLab.run, folder: HOSTILE_TEXT, replay: HOSTILE_TEXT, problems: [HOSTILE_TEXT] },
  load: {
    total: failingLab.load.total,
    phases: failingLab.load.phases.map((phaseOf) => ({ ...phaseOf, name: HOSTILE_NAME })),
  },
  generator: { ...failingLab.generator, fit: false, reasons: [HOSTILE_TEXT] },
  server: { ...(failingLab.server as NonNullable<Report['server']>), witness: HOSTILE_NAME, metric: HOSTILE_NAME },
  crossCheck: failingLab.crossCheck.map((check) => ({ ...check, explanation: HOSTILE_TEXT })),
  populations: { clientAnswered: 1, serverObserved: 2, serverExact: 3, note: HOSTILE_TEXT },
  sla: failingLab.sla.map((finding) => ({
    ...finding,
    objective: HOSTILE_NAME,
    during: HOSTILE_NAME,
    reason: HOSTILE_TEXT,
  })),
  alerts: failingLab.alerts.map((alert) => ({
    ...alert,
    name: HOSTILE_NAME,
    expression: HOSTILE_TEXT,
    expected: HOSTILE_TEXT,
    finding: 'fail',
    reason: HOSTILE_TEXT,
  })),
}

export const SAMPLE_REPORTS = {
  'passing-spike': passingSpike,
  'failing-lab': failingLab,
  'inconclusive-unfit': inconclusiveUnfit,
  'interrupted-stall': interruptedStall,
  'hostile-names': hostileNames,
} as const satisfies Record<string, Report>

export type SampleName = keyof typeof SAMPLE_REPORTS

export const SAMPLE_NAMES = Object.keys(SAMPLE_REPORTS) as SampleName[]
