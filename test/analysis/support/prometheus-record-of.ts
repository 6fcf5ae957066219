// What a scraper would have seen of requests that a server timed, and of alerts with given transitions.

import type { HistogramSnapshot } from '../../../core/histogram/histogram-snapshot.ts'
import { snapshotDifference } from '../../../core/histogram/histogram-snapshot.ts'
import type { AlertHistory, AlertState, WatchedQuantile } from '../../../core/run/alert.ts'
import type { ExactRecord } from '../../../core/run/exact-record.ts'
import type { PrometheusRecord } from '../../../core/run/prometheus-record.ts'
import { latenciesOf } from './latencies-of.ts'

export interface Observation {
  readonly at: number
  readonly seconds: number
}

export function snapshotOf(bounds: readonly number[], observed: readonly number[]): HistogramSnapshot {
  return {
    buckets: [...bounds, Number.POSITIVE_INFINITY].map((upperBound) => ({
      upperBound,
      cumulativeCount: observed.filter((seconds) => seconds <= upperBound).length,
    })),
    count: observed.length,
    sum: observed.reduce((sum, seconds) => sum + seconds, 0),
  }
}

/** Scrapes once a second from the baseline to the end, and the end itself. */
export function prometheusRecordOf(
  bounds: readonly number[],
  observations: readonly Observation[],
  { baseline = 0, end, ...overrides }: { baseline?: number; end: number } & Partial<PrometheusRecord>,
): PrometheusRecord {
  const times = Array.from({ length: Math.ceil(end - baseline) + 1 }, (_, i) => Math.min(baseline + i, end))
  const snapshots = times.map((atSeconds) => ({
    atSeconds,
    snapshot: snapshotOf(
      bounds,
      observations.filter(({ at }) => at <= atSeconds).map(({ seconds }) => seconds),
    ),
  }))
  const first = snapshots[0]?.snapshot as HistogramSnapshot
  const last = snapshots.at(-1)?.snapshot as HistogramSnapshot
  return {
    source: 'embedded',
    metric: 'model_latency_seconds',
    scrapeIntervalSeconds: 1,
    evaluationIntervalSeconds: 1,
    scrapes: times.map((atSeconds) => ({ instance: 'local', atSeconds, durationSeconds: 0.002, error: null })),
    snapshots,
    total: snapshotDifference(first, last) ?? null,
    estimates: times.map((atSeconds) => ({ atSeconds, value: 0.1 })),
    estimate: { expression: P95_EXPRESSION, quantile: 0.95, rangeSeconds: 60 },
    alerts: [],
    resets: 0,
    problems: [],
    openMetrics: '',
    ...overrides,
  }
}

export const P95_EXPRESSION = 'histogram_quantile(0.95, rate(model_latency_seconds_bucket[1m]))'

export const P95_WATCHED: WatchedQuantile = {
  expression: P95_EXPRESSION,
  quantile: 0.95,
  metric: 'model_latency_seconds_bucket',
  rangeSeconds: 60,
  comparison: { operator: '>', threshold: 1, role: 'whole' },
}

export function exactRecordOf(observations: readonly Observation[]): ExactRecord {
  const seconds = new Map<number, number[]>()
  for (const { at, seconds: latency } of observations) {
    const second = Math.floor(at)
    seconds.set(second, [...(seconds.get(second) ?? []), latency])
  }
  return {
    seconds: [...seconds]
      .sort(([a], [b]) => a - b)
      .map(([second, latencies]) => ({ second, latencies: latenciesOf(latencies) })),
    coreWaits: [],
  }
}

/** `[[0, 'inactive'], [12, 'pending'], [42, 'firing']]` */
export function alertOf(name: string, transitions: readonly (readonly [number, AlertState])[]): AlertHistory {
  return {
    name,
    expression: `${P95_EXPRESSION} > 1`,
    forSeconds: 30,
    keepFiringForSeconds: 0,
    watches: P95_WATCHED,
    transitions: transitions.map(([at, state]) => ({ at, state, value: state === 'inactive' ? null : 2 })),
  }
}
