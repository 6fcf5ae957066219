// Latencies of an Express application (4 or 5), for Prometheus. A part of the package that runs in the user's process.
//
//   const latency = expressLatency({ thresholdSeconds: 0.3 })
//   app.get('/metrics', latency.metrics) // before the next line, so that scrapes are not counted
//   app.use(latency.middleware)          // before all that is to be timed

import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ExpressRequest, expressRoutes } from './express-routes.ts'
import type { AnyRegistry } from './latency-histogram.ts'
import { metricsPage } from './metrics-page.ts'
import { type LatencyOptions, requestMetrics } from './request-metrics.ts'

export type { LatencyLabels, LatencyOptions } from './request-metrics.ts'

export interface ExpressLatency {
  /** Times every request that reaches it. */
  readonly middleware: (request: ExpressRequest, response: ServerResponse, next: () => void) => void
  /** Answers with all metrics of the registry. It is a listener for `http.createServer` too, for a port of its own. */
  readonly metrics: (request: IncomingMessage, response: ServerResponse) => void
  readonly registry: AnyRegistry
}

/** @throws RangeError for options that make no sense, and for a metric's name that is taken */
export function expressLatency(options: LatencyOptions): ExpressLatency {
  const { registry, watch } = requestMetrics(options)
  const routeOf = expressRoutes()
  return {
    middleware: (request, response, next) => {
      watch(request, response, () => routeOf(request))
      next()
    },
    metrics: metricsPage(registry),
    registry,
  }
}
