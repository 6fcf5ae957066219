// Reports as runs of different fates would write them: plain data, for golden files and properties.

import type { LatencySummary } from '../../core/latency/latency-summary.ts'
import type { Report, ReportedLoad, ReportedPhase, TimelineRow } from '../../core/report/report.ts'
import { SAMPLE_SETUP, sampleFlow } from './sample-flow.ts'

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
    lost: 0,
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
    timeToFirstByte: service,
    firstByteResponseTime: response,
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
  timers: {
    mode: 'sparing',
    reason: 'sleeps end within 90µs of when they should (P99)',
    wakeError: latencies(4600, [0.00001, 0.00004, 0.00007, 0.00009, 0.0011]),
    spinningShare: 0.021,
    alarmClockShare: 0.034,
  },
  saturatedSeconds: 0,
  eventLoopUtilization: 0.14,
  waitingForCoreShare: 0.02,
  saturated: false,
  overloaded: false,
  lost: 0,
  fit: true,
  reasons: ['Generator on schedule: P99 send lag 350µs (limit 15ms).'],
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
  headline:
    'Yes: HighLatency95thPercentile fired 39.6s after spike began and resolved 51.6s after recovery began; p95 < 300ms during baseline was met (118ms); 2 other objectives were met.',
  reasons: [
    'Met: p95 < 300ms during baseline (118ms), errors < 1% (0%), achieved > 99% (100%).',
    'Met: HighLatency95thPercentile fires within 45s after spike begins, resolves within 120s after recovery begins. It fired 39.6s after spike began. It resolved 51.6s after recovery began.',
  ],
  notes: [],
  scenario: {
    name: 'spike',
    question: 'Does the P95 alert catch a traffic spike, and does the service recover?',
    file: 'scenarios/spike.yaml',
    expectedVerdict: 'pass',
    resolved: { name: 'spike', load: { arrivals: 'poisson', seed: 42, connections: 256 } },
  },
  run: RUN,
  load: {
    connections: {
      opened: 256,
      connectTime: latencies(256, [0.00006, 0.00011, 0.0004, 0.0006, 0.0007]),
      tlsTime: null,
    },
    firstErrors: [],
    probableMistakes: [],
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
      explanation:
        'The P50 estimate is 925ms, 7ms too high (exact 918ms): by chance, for the bucket (700ms, 1s] allows anything from 700ms to 1s.',
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
        'The P95 lies in the bucket (2s, 5s]; its exact value is 4.2s, but interpolation spreads the 31% of requests in that bucket evenly and puts it at 4.52s, 310ms too high.',
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
      explanation:
        'The P99 lies in the bucket (2s, 5s]; its exact value is 4.48s, but interpolation spreads the 31% of requests in that bucket evenly and puts it at 4.9s, 410ms too high.',
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
      reason: 'The P95 is 118ms (95% interval 109ms to 129ms, 400 requests), below 300ms.',
    },
    {
      objective: 'ttfb p95 < 300ms',
      during: 'baseline',
      observed: 0.117,
      unbounded: false,
      interval: { lower: 0.108, upper: 0.128 },
      limit: 0.3,
      unit: 'seconds',
      finding: 'pass',
      estimateFinding: null,
      estimate: null,
      reason:
        'The P95 of the time from intended start to first byte is 117ms (95% interval 108ms to 128ms, 400 requests), below 300ms.',
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
      reason: '0% of 4,800 requests failed (95% interval 0% to 0.08%), below 1%.',
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
      reason: '100% of 4,800 requests got the expected response (95% interval 99.92% to 100%), above 99%.',
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
      expected: 'fires within 45s after spike begins, resolves within 120s after recovery begins',
      finding: 'pass',
      detectionSeconds: 39.6,
      resolutionSeconds: 51.6,
      reason: 'It fired 39.6s after spike began. It resolved 51.6s after recovery began.',
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
  headline:
    "p95 < 1s was not met (2s); under 300ms > 90% was not met (33.2%); 1 other objective was met; over all measured phases the histogram's P95 is 4.55s, the exact one 2s (+127%).",
  reasons: [
    'Not met: p95 < 1s. The P95 is 2s (95% interval 2s to 2s, 1,200 requests), not below 1s.',
    'Not met: under 300ms > 90%. 33.2% of 1,200 requests took less than 300ms (95% interval 30.6% to 35.9%), not above 90%.',
    'The histogram alone would have called p95 < 3s during steady not met: its estimate is 4.55s, the exact value is 2s.',
    'The P95 lies in the bucket (2s, 5s]; its exact value 2.002s is just above the bound 2s, so 33% of requests fall into that bucket, and interpolation puts it at 4.55s, 2.55s too high. A bound at 2.5s would put it at 2.43s, still 428ms too high.',
  ],
  notes: [
    'The histogram alone would have called p95 < 3s during steady not met: its estimate is 4.55s, the exact value is 2s.',
    'The P95 lies in the bucket (2s, 5s]; its exact value 2.002s is just above the bound 2s, so 33% of requests fall into that bucket, and interpolation puts it at 4.55s, 2.55s too high. A bound at 2.5s would put it at 2.43s, still 428ms too high.',
  ],
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
    firstErrors: [],
    checks: [
      { request: 'predict', check: 'status 2xx', judged: 1200, failed: 0, first: null },
      {
        request: 'predict',
        check: 'pointer /score > 0',
        judged: 1200,
        failed: 12,
        first: { atSeconds: 6.1, got: '/score: 0', status: 200, contentType: 'application/json', body: '{"score":0}' },
      },
      { request: 'predict', check: 'ttfb < 3s', judged: 1200, failed: 0, first: null },
    ],
    redirects: [{ request: 'predict', byHops: { '1': 40, '2': 1 } }],
    probableMistakes: [],
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
      explanation:
        'The P50 lies in the bucket (500ms, 700ms]; its exact value 502ms is just above the bound 500ms, so 33% of requests fall into that bucket, and interpolation puts it at 600ms, 98ms too high.',
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
      explanation: 'The P90 lies in the bucket (2s, 5s]; its exact value 2.002s is just above the bound 2s.',
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
        'The P95 lies in the bucket (2s, 5s]; its exact value 2.002s is just above the bound 2s, so 33% of requests fall into that bucket, and interpolation puts it at 4.55s, 2.55s too high. A bound at 2.5s would put it at 2.43s, still 428ms too high.',
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
      explanation: 'The P99 lies in the bucket (2s, 5s]; its exact value 2.003s is just above the bound 2s.',
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
      reason: '33.2% of 1,200 requests took less than 300ms (95% interval 30.6% to 35.9%), not above 90%.',
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
      reason: 'The scenario states no expectation for this alert.',
    },
  ],
  timeline: [row(5, 'steady', 20, 2.003, null), row(6, 'steady', 20, 2.004, 4.4), row(7, 'steady', 20, 2.003, 4.551)],
}

const lateResponse = latencies(240_000, [0.0004, 0.41, 2.91, 3.4, 3.9])
const lateService = latencies(240_000, [0.0003, 0.0011, 0.0042, 0.0107, 0.093])

/** A foreign service, and a generator that could not keep up: the run proves nothing. */
const inconclusiveUnfit: Report = {
  ...passingSpike,
  rules: [
    {
      rule: 'HighLatency95thPercentile',
      file: 'prometheus/rules/latency.rules.yml',
      line: 5,
      severity: 'note',
      message: 'for 30s is shorter than the range of 60s',
      meaningless: false,
      alerts: ['HighLatency95thPercentile'],
    },
    {
      rule: 'ManyErrors',
      file: 'prometheus/rules/latency.rules.yml',
      line: 14,
      severity: 'warning',
      message:
        'rate over 60s needs two samples, and with a scrape every 40s has them 50% of the time; take 160s or more',
      meaningless: false,
      alerts: ['ManyErrors'],
    },
    {
      rule: 'route:p95',
      file: 'prometheus/rules/latency.rules.yml',
      line: 9,
      severity: 'error',
      message:
        'sum by (route) (rate(model_latency_seconds_bucket[1m])) leaves out le, without which histogram_quantile has no buckets: nothing is ever recorded; aggregate by (le)',
      meaningless: true,
      alerts: [],
    },
  ],
  verdict: 'inconclusive',
  headline:
    'Undecided: Generator overloaded: 21,004 of 240,216 requests (8.74%) were sent more than 2ms late; the limit is 1%. P99 send lag 1.9s.',
  reasons: [
    'Generator overloaded: 21,004 of 240,216 requests (8.74%) were sent more than 2ms late; the limit is 1%. P99 send lag 1.9s.',
    'A closed-loop tool would have reported a P95 of 4.2ms and called p95 < 250ms met: that is the time from sending to response. From the intended start it is 2.91s, because requests waited to be sent.',
    'The final scrape failed.',
  ],
  notes: [
    'A closed-loop tool would have reported a P95 of 4.2ms and called p95 < 250ms met: that is the time from sending to response. From the intended start it is 2.91s, because requests waited to be sent.',
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
    connections: {
      opened: 509,
      connectTime: latencies(509, [0.0009, 0.0012, 0.0031, 0.0044, 0.0049]),
      tlsTime: latencies(509, [0.0021, 0.0043, 0.0182, 0.0301, 0.0322]),
    },
    firstErrors: [],
    probableMistakes: [],
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
    timers: {
      mode: 'spinning',
      reason: 'sleeps end up to 0.7ms late (P99) and 2.6 cores were idle before',
      wakeError: latencies(9_120, [0.00002, 0.0004, 0.0011, 0.0031, 0.0072]),
      spinningShare: 0.004,
      alarmClockShare: 0.002,
    },
    saturatedSeconds: 9.8,
    eventLoopUtilization: 1,
    waitingForCoreShare: 0.05,
    saturated: true,
    overloaded: true,
    lost: 0,
    fit: false,
    reasons: [
      'Generator overloaded: 21,004 of 240,216 requests (8.74%) were sent more than 2ms late; the limit is 1%. P99 send lag 1.9s.',
      'The limit of 512 connections was reached: up to 71,230 requests waited for a connection, and the P99 of the wait is 3.1s. The wait is part of the response time.',
    ],
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
      explanation:
        'Queueing delay: requests waited before they could be sent, which no timer of the server measures. The P95 is 2.91s from the intended start and 4.2ms from sending. These 2.91s are the largest part of the error; the estimate is 2.91s too low.',
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
      explanation: 'The histogram has no observations, so that no quantile can be estimated from it.',
    },
  ],
  populations: {
    clientAnswered: 240_200,
    serverObserved: 239_871,
    serverExact: null,
    note: "The client received 329 responses that the server's histogram did not observe. They were answered before its timer starts, by an instance that was not scraped, or counted by another series.",
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
      reason:
        'The generator was overloaded, so this finding is inconclusive. The P95 is 2.91s (95% interval 2.89s to 2.93s, 240,216 requests), not below 250ms.',
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
      reason:
        'The generator was overloaded, so this finding is inconclusive. 0.0899% of 240,216 requests failed (200 status and 16 reset) (95% interval 0.078% to 0.103%): the limit 0.1% lies within the interval; about 310,000 more requests would settle it.',
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
  headline:
    'No: p95 < 1s was not met (its requests got no answer); p95 < 300ms during after is undecided; whether HighLatency95thPercentile never fires is undecided; ErrorBudgetBurn fired, which it must not.',
  reasons: [
    'Not met: p95 < 1s. The P95 lies among the 60 requests that never ended (and so does its whole 95% interval, 180 requests), not below 1s.',
    'Not met: ErrorBudgetBurn never fires. It fired at 400ms of the run.',
    'The run was interrupted after 9.1s: the report covers only the part before that.',
    'Inconclusive: p95 < 300ms during after. No request was scheduled, so there is no latency to judge.',
    'Inconclusive: HighLatency95thPercentile never fires. Its rule was never evaluated.',
  ],
  notes: [],
  scenario: { ...passingSpike.scenario, name: 'stall', file: 'scenarios/stall.yaml', expectedVerdict: 'fail' },
  run: {
    ...RUN,
    setup: SAMPLE_SETUP,
    durationSeconds: 9.1,
    interrupted: true,
    folder: 'reports/runs/stall/2026-11-23T04-36-12Z',
    replay: 'npm run scenario stall -- --seed 42',
    problems: ['No scrape succeeded: http://127.0.0.1:8000/metrics answered after more than 10s.'],
  },
  load: {
    firstErrors: [],
    flows: [sampleFlow(), sampleFlow({ name: 'look', failed: 0, completed: 1198, failures: [] })],
    probableMistakes: [],
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
      reason:
        'The P95 lies among the 60 requests that never ended (and so does its whole 95% interval, 180 requests), not below 1s.',
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
      reason: 'No request was scheduled, so there is no latency to judge.',
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
      reason: 'Its rule was never evaluated.',
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
      reason: 'It fired at 400ms of the run.',
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
  rules: [
    {
      rule: HOSTILE_NAME,
      file: HOSTILE_NAME,
      line: 1,
      severity: 'error',
      message: HOSTILE_TEXT.repeat(2),
      meaningless: false,
      alerts: [HOSTILE_NAME],
    },
  ],
  headline: HOSTILE_TEXT,
  reasons: [HOSTILE_TEXT],
  notes: [HOSTILE_TEXT],
  scenario: { ...failingLab.scenario, name: HOSTILE_NAME, question: HOSTILE_TEXT, file: HOSTILE_TEXT },
  run: { ...failingLab.run, folder: HOSTILE_TEXT, replay: HOSTILE_TEXT, problems: [HOSTILE_TEXT] },
  load: {
    firstErrors: [],
    flows: [
      sampleFlow({ name: HOSTILE_NAME, failures: [{ step: 1, request: HOSTILE_NAME, kind: 'status', count: 8 }] }),
    ],
    checks: [
      {
        request: HOSTILE_NAME,
        check: `bodyContains ${HOSTILE_NAME}`,
        judged: 1,
        failed: 1,
        first: { atSeconds: 1, got: HOSTILE_TEXT, status: 200, contentType: HOSTILE_NAME, body: HOSTILE_TEXT },
      },
    ],
    redirects: [{ request: HOSTILE_NAME, byHops: { '1': 1 } }],
    probableMistakes: [],
    total: failingLab.load.total,
    phases: failingLab.load.phases.map((phaseOf) => ({ ...phaseOf, name: HOSTILE_NAME })),
    requests: [HOSTILE_NAME, HOSTILE_TEXT].map((name) => ({ ...failingLab.load.total, name })),
  },
  routes: [
    {
      requests: [HOSTILE_NAME],
      match: HOSTILE_TEXT,
      crossCheck: failingLab.crossCheck.map((check) => ({ ...check, explanation: HOSTILE_TEXT })),
      populations: { clientAnswered: 1, serverObserved: 2, serverExact: null, note: HOSTILE_TEXT },
    },
    {
      requests: [HOSTILE_TEXT],
      match: HOSTILE_NAME,
      crossCheck: [],
      populations: null,
      uncounted: { kind: 'noMatch', reason: HOSTILE_TEXT },
    },
  ],
  generator: { ...failingLab.generator, fit: false, reasons: [HOSTILE_TEXT] },
  server: { ...(failingLab.server as NonNullable<Report['server']>), witness: HOSTILE_NAME, metric: HOSTILE_NAME },
  crossCheck: failingLab.crossCheck.map((check) => ({ ...check, explanation: HOSTILE_TEXT })),
  populations: { clientAnswered: 1, serverObserved: 2, serverExact: 3, note: HOSTILE_TEXT },
  sla: failingLab.sla.map((finding) => ({
    ...finding,
    objective: HOSTILE_NAME,
    during: HOSTILE_NAME,
    request: HOSTILE_NAME,
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
