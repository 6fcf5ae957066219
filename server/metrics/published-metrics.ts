// What the server publishes, as data: the names, what they mean and their layouts. The server makes prom-client's metrics of
// it, the simulation (simulation/) pages of its own.

import type { BucketLayout } from '../../core/histogram/bucket-layout.ts'
import { layoutMetric } from '../../core/histogram/layout-metric.ts'
import { MODEL_LATENCY_METRIC } from '../../core/histogram/model-latency-metric.ts'

export interface PublishedMetric {
  readonly name: string
  readonly help: string
}

export interface PublishedHistogram extends PublishedMetric {
  readonly layout: BucketLayout
}

export const REQUESTS: PublishedMetric = {
  name: 'model_requests_total',
  help: 'Requests to /predict by how they ended: an HTTP status, gone (the client went away) or reset.',
}

/** A counter that first appears at 1 shows no increase from 0: these are there from the start. */
export const REQUEST_CODES: readonly string[] = ['200', '500', 'gone', 'reset']

export const IN_FLIGHT: PublishedMetric = {
  name: 'model_requests_in_flight',
  help: 'Requests to /predict that have arrived and are not yet answered.',
}

/** What prom-client publishes of the process itself, on every platform together. Beside it there is when it started. */
export const PROCESS_METRICS: readonly string[] = [
  'process_cpu_user_seconds_total',
  'process_cpu_system_seconds_total',
  'process_cpu_seconds_total',
  'process_resident_memory_bytes',
  'process_virtual_memory_bytes',
  'process_heap_bytes',
  'process_open_fds',
  'process_max_fds',
  'nodejs_eventloop_lag_seconds',
  'nodejs_eventloop_lag_min_seconds',
  'nodejs_eventloop_lag_max_seconds',
  'nodejs_eventloop_lag_mean_seconds',
  'nodejs_eventloop_lag_stddev_seconds',
  'nodejs_eventloop_lag_p50_seconds',
  'nodejs_eventloop_lag_p90_seconds',
  'nodejs_eventloop_lag_p99_seconds',
  'nodejs_active_resources',
  'nodejs_active_resources_total',
  'nodejs_active_handles',
  'nodejs_active_handles_total',
  'nodejs_active_requests',
  'nodejs_active_requests_total',
  'nodejs_heap_size_total_bytes',
  'nodejs_heap_size_used_bytes',
  'nodejs_external_memory_bytes',
  'nodejs_heap_space_size_total_bytes',
  'nodejs_heap_space_size_used_bytes',
  'nodejs_heap_space_size_available_bytes',
  'nodejs_version_info',
  'nodejs_gc_duration_seconds_bucket',
  'nodejs_gc_duration_seconds_sum',
  'nodejs_gc_duration_seconds_count',
]

/** @throws RangeError where two layouts would share a metric's name */
export function publishedHistograms(
  layout: BucketLayout,
  extraLayouts: readonly BucketLayout[],
): readonly PublishedHistogram[] {
  const help = 'Seconds from the arrival of a request at /predict to its answer, its wait for a worker included.'
  const published = [
    { name: MODEL_LATENCY_METRIC, help, layout },
    ...extraLayouts.map((extra) => ({
      name: layoutMetric(extra.name),
      help: `${help} Layout ${extra.name}.`,
      layout: extra,
    })),
  ]
  const names = published.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new RangeError(`two layouts would both be published as ${twice}`)
  return published
}
