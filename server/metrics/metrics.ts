// The metrics that the server exposes to Prometheus. Latencies in seconds.

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { type BucketLayout, bucketLayout } from '../../core/histogram/bucket-layout.ts'
import { layoutMetric } from '../../core/histogram/layout-metric.ts'
import { MODEL_LATENCY_METRIC } from '../../core/histogram/model-latency-metric.ts'
import type { RequestObserver } from '../http/stopwatch.ts'

export const REQUESTS_METRIC = 'model_requests_total'
export const IN_FLIGHT_METRIC = 'model_requests_in_flight'

export interface ServerMetrics {
  readonly registry: Registry
  readonly observer: RequestObserver
}

/**
 * The histograms have no labels, so their series exist, at zero, from the start.
 * @throws RangeError where a layout's bounds are wrong, or two extra layouts would share a metric's name
 */
export function createMetrics(layout: BucketLayout, extraLayouts: readonly BucketLayout[] = []): ServerMetrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const histograms = latencyHistograms(registry, layout, extraLayouts)
  const inFlight = new Gauge({
    name: IN_FLIGHT_METRIC,
    help: 'Requests to /predict that have arrived and are not yet answered.',
    registers: [registry],
  })
  const requests = new Counter({
    name: REQUESTS_METRIC,
    help: 'Requests to /predict by how they ended: an HTTP status, gone (the client went away) or reset.',
    labelNames: ['code'],
    registers: [registry],
  })
  // A counter that first appears at 1 shows no increase from 0.
  for (const code of ['200', '500', 'gone', 'reset']) requests.inc({ code }, 0)
  return {
    registry,
    observer: {
      arrived: () => inFlight.inc(),
      ended: (seconds, outcome) => {
        inFlight.dec()
        requests.inc({ code: String(outcome) })
        for (const histogram of histograms) histogram.observe(seconds)
      },
    },
  }
}

function latencyHistograms(registry: Registry, layout: BucketLayout, extraLayouts: readonly BucketLayout[]) {
  const help = 'Seconds from the arrival of a request at /predict to its answer, its wait for a worker included.'
  const named = [
    { name: MODEL_LATENCY_METRIC, help, layout },
    ...extraLayouts.map((extra) => ({
      name: layoutMetric(extra.name),
      help: `${help} Layout ${extra.name}.`,
      layout: extra,
    })),
  ]
  return named.map(({ name, help, layout }) => {
    if (registry.getSingleMetric(name)) throw new RangeError(`two layouts would both be published as ${name}`)
    // prom-client checks no bounds, and freezes the array that it is given.
    const buckets = [...bucketLayout(layout.name, layout.upperBounds).upperBounds]
    return new Histogram({ name, help, buckets, registers: [registry] })
  })
}
