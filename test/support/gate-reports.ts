// Reports as a gate would write them: against a baseline, of several runs, aborted.

import type { BaselineFinding, Report } from '../../core/report/report.ts'
import { SAMPLE_REPORTS } from './sample-reports.ts'

const passing = SAMPLE_REPORTS['passing-spike']
const failing = SAMPLE_REPORTS['failing-lab']

const finding = (quantile: number, changes: Partial<BaselineFinding>): BaselineFinding => ({
  quantile,
  before: 0.1,
  after: 0.103,
  difference: 0.03,
  interval: { lower: -0.02, upper: 0.08 },
  finding: 'pass',
  reason: 'The P50 went from 100ms to 103ms: +3% (95% interval −2% to +8%), within the allowed 10%.',
  ...changes,
})

const regressed: Report = {
  ...passing,
  verdict: 'fail',
  headline:
    'No: the P95 is slower than the baseline (+50%); HighLatency95thPercentile fired 39.6s after spike began and resolved 51.6s after recovery began; 3 objectives were met.',
  reasons: [
    'Slower than the baseline: The P95 went from 200ms to 300ms: +50% (95% interval +41% to +60%), entirely above the allowed 10%.',
  ],
  baseline: {
    folder: 'reports/runs/spike/2026-11-20T00-00-00Z',
    startedAt: '2026-11-20T00:00:00.000Z',
    verdict: 'pass',
    margin: 0.1,
    differences: [
      { about: 'scenario', what: 'load.phases[1].traffic.fromRatePerSecond', before: '20', after: '40' },
      { about: 'environment', what: 'cpu count', before: '8', after: '2' },
    ],
    findings: [
      finding(0.5, {}),
      finding(0.95, {
        before: 0.2,
        after: 0.3,
        difference: 0.5,
        interval: { lower: 0.41, upper: 0.6 },
        finding: 'fail',
        reason: 'The P95 went from 200ms to 300ms: +50% (95% interval +41% to +60%), entirely above the allowed 10%.',
      }),
      finding(0.99, {
        after: null,
        difference: null,
        interval: { lower: -0.1, upper: null },
        finding: null,
        reason:
          'The P99 went from 100ms to beyond the timeout: unbounded (95% interval −10% to no upper end); there are too few requests to decide.',
      }),
    ],
  },
}

const run = {
  startedAt: '2026-11-23T04:36:12.345Z',
  durationSeconds: 107.4,
  fit: true,
  offered: 4800,
  failed: 0,
  lost: 0,
}

const repeated: Report = {
  ...passing,
  repeats: {
    runs: [
      { ...run, seed: 42, verdict: 'pass', completed: 4800, p50: 0.918, p95: 4.21, p99: 4.49 },
      { ...run, seed: 43, verdict: 'inconclusive', completed: 4790, failed: 10, p50: 0.99, p95: 4.4, p99: null },
    ],
    spread: [
      { quantile: 0.5, pooled: 0.95, lowest: 0.918, highest: 0.99, variation: 0.038 },
      { quantile: 0.95, pooled: 4.3, lowest: 4.21, highest: 4.4, variation: 0.022 },
      { quantile: 0.99, pooled: null, lowest: 4.49, highest: null, variation: null },
    ],
  },
}

const aborted: Report = {
  ...failing,
  reasons: [...failing.reasons.slice(0, 2), 'The run was aborted after 6.01s: p95 < 1s can no longer be met.'],
  run: { ...failing.run, aborted: 'p95 < 1s can no longer be met.' },
}

export const GATE_REPORTS = {
  'gate-regressed': regressed,
  'gate-repeated': repeated,
  'gate-aborted': aborted,
} as const satisfies Record<string, Report>

export const GATE_NAMES = Object.keys(GATE_REPORTS) as (keyof typeof GATE_REPORTS)[]
