// The metrics that the server exposes to Prometheus. Latencies in seconds.

import { Counter, collectDefaultMetrics, Registry } from 'prom-client'
import type { BucketLayout } from '../../core/histogram/bucket-layout.ts'
import { inFlightGauge, latencyHistogram } from '../../instrumentation/latency-histogram.ts'
import type { RequestObserver } from '../http/stopwatch.ts'
import { IN_FLIGHT, publishedHistograms, REQUEST_CODES, REQUESTS } from './published-metrics.ts'

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
  const inFlight = inFlightGauge({ ...IN_FLIGHT, registry })
  const requests = new Counter({
    ...REQUESTS,
    labelNames: ['code'],
    registers: [registry],
  })
  for (const code of REQUEST_CODES) requests.inc({ code }, 0)
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
  return publishedHistograms(layout, extraLayouts).map(({ name, help, layout }) =>
    latencyHistogram({ registry, name, help, boundsSeconds: layout.upperBounds }),
  )
}
