import { describe, expect, it } from 'vitest'
import type { Report } from '../../../core/report/report.ts'
import { runSeries } from '../../../prometheus/push/run-series.ts'
import { isPlainLabelName, isPlainMetricName } from '../../../prometheus/series/series-name.ts'
import { SAMPLE_NAMES, SAMPLE_REPORTS } from '../../support/sample-reports.ts'

const report: Report = SAMPLE_REPORTS['passing-spike']
const startedAtMs = Date.parse(report.run.startedAt)

/** Samples by seconds of the run. */
function samples(of: Report, name: string, labels: Record<string, string> = {}) {
  const found = runSeries(of).filter(
    (each) =>
      each.name === `sla_harness_${name}` &&
      Object.entries(labels).every(([label, value]) => each.labels[label] === value),
  )
  expect(found).toHaveLength(1)
  return found[0]?.samples.map(({ timestampMs, value }) => [(timestampMs - startedAtMs) / 1e3, value])
}

describe('the series of a run', () => {
  it('hold the exact quantiles of each second at its end, with a marker wherever they end', () => {
    expect(samples(report, 'window_response_time_seconds', { quantile: '0.95' })).toEqual([
      [6, 0.112],
      [7, 'stale'],
      [26, 1.2],
      [27, 'stale'],
      [46, 3.1],
      [47, 'stale'],
      [66, 0.12],
      [67, 'stale'],
    ])
  })

  it('go on through seconds that follow one another', () => {
    const [first] = report.timeline as [Report['timeline'][number]]
    const timeline = [0, 1, 2].map((second) => ({ ...first, second, estimate: second === 1 ? null : second }))
    expect(samples({ ...report, timeline }, 'response_time_seconds', { quantile: '0.5' })).toEqual([
      [1, 0.056],
      [2, 0.056],
      [3, 0.056],
      [4, 'stale'],
    ])
    expect(samples({ ...report, timeline }, 'estimate_seconds')).toEqual([
      [1, 0],
      [2, 'stale'],
      [3, 2],
      [4, 'stale'],
    ])
  })

  it('hold states of alerts as 0, 1 and 2', () => {
    expect(samples(report, 'alert_state', { alert: 'HighLatency95thPercentile' })).toEqual([
      [46, 1],
      [47, 'stale'],
      [66, 2],
      [67, 'stale'],
    ])
  })

  it('hold verdict, objectives and quantiles of the whole run at its end', () => {
    expect(samples(report, 'verdict', { verdict: 'pass' })).toEqual([[107.4, 1]])
    expect(samples(report, 'verdict', { verdict: 'fail' })).toEqual([[107.4, 0]])
    const p95 = { objective: 'p95 < 300ms', during: 'baseline' }
    expect(samples(report, 'objective_observed_seconds', p95)).toEqual([[107.4, 0.118]])
    expect(samples(report, 'objective_limit_seconds', p95)).toEqual([[107.4, 0.3]])
    expect(samples(report, 'objective', { ...p95, finding: 'pass' })).toEqual([[107.4, 1]])
    expect(samples(report, 'objective_observed_ratio', { objective: 'achieved > 99%' })).toEqual([[107.4, 1]])
    expect(samples(report, 'run_response_time_seconds', { quantile: '0.95' })).toEqual([[107.4, 4.21]])
    expect(samples(report, 'run_estimate_seconds', { quantile: '0.95' })).toEqual([[107.4, 4.52]])
    expect(samples(report, 'alert_detection_seconds')).toEqual([[107.4, 39.6]])
  })

  it('tell a quantile among requests that never ended from one of nothing', () => {
    const responseTime = { ...report.load.total.responseTime, p95: null, unboundedCount: 400, p99: null }
    const serviceTime = { ...responseTime, unboundedCount: 0 }
    const load = { ...report.load, total: { ...report.load.total, responseTime, serviceTime } }
    expect(samples({ ...report, load }, 'run_response_time_seconds', { quantile: '0.95' })).toEqual([
      [107.4, Number.POSITIVE_INFINITY],
    ])
    const names = runSeries({ ...report, load }).map(({ name, labels }) => `${name} ${labels.quantile}`)
    expect(names).not.toContain('sla_harness_run_service_time_seconds 0.95')
  })

  it.each(SAMPLE_NAMES)(
    'of %s have names and labels that every Prometheus takes, ascending times, and no twins',
    (name) => {
      const all = runSeries(SAMPLE_REPORTS[name])
      for (const { name: metric, labels, samples } of all) {
        expect(isPlainMetricName(metric)).toBe(true)
        expect(Object.keys(labels).every(isPlainLabelName)).toBe(true)
        expect(labels).toMatchObject({ job: 'sla-harness', run: '2026-11-23T04:36:12.345Z' })
        const times = samples.map(({ timestampMs }) => timestampMs)
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
        expect(times.every(Number.isSafeInteger)).toBe(true)
      }
      const keys = all.map(({ name: metric, labels }) => JSON.stringify([metric, Object.entries(labels).sort()]))
      expect(new Set(keys).size).toBe(keys.length)
    },
  )
})
