// What all frameworks share: one histogram of latencies by method, route and status class, and a gauge of the requests
// that are being answered. Seconds.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { register } from 'prom-client'
import { BoundedRoutes } from './labels/bounded-routes.ts'
import { methodLabel } from './labels/method-label.ts'
import { type StatusLabel, statusLabel } from './labels/status-label.ts'
import { boundsAround, boundsWithThresholds } from './latency-bounds.ts'
import { type AnyRegistry, inFlightGauge, latencyHistogram } from './latency-histogram.ts'
import { watchRequest } from './watch-request.ts'

export interface LatencyOptions {
  /** The thresholds of the SLA: `p95 < 300ms` has 0.3. Each becomes a bound, with enough bounds around it. */
  readonly thresholdSeconds?: number | readonly number[]
  /** Bounds of one's own, in place of those that are made around the thresholds, which must be among them. */
  readonly boundsSeconds?: readonly number[]
  /** Default: prom-client's own, which also has the metrics of the process. */
  readonly registry?: AnyRegistry
  /** Default: `http_request_duration_seconds`. */
  readonly name?: string
  /** Default: `http_requests_in_flight`. */
  readonly inFlightName?: string
  /** So many route patterns get a value of their own; those that come later share `other`. Default: 100. */
  readonly maxRoutes?: number
  /**
   * Given each observation too, the same number with the same labels. For a native histogram: prom-client (15) has none,
   * other clients do. It must not throw.
   */
  readonly alsoObserve?: (seconds: number, labels: LatencyLabels) => void
}

export interface LatencyLabels {
  /** `other` for unusual ones. */
  readonly method: string
  /** The pattern, such as `/users/:id`; `unmatched` where no route has matched; `other` beyond `maxRoutes`. */
  readonly route: string
  /** `2xx`; `aborted` where the connection ended before the answer. */
  readonly status: StatusLabel
}

export interface RequestMetrics {
  readonly registry: AnyRegistry
  /** @param route asked once, at the request's end */
  watch(request: IncomingMessage, response: ServerResponse, route: () => string | undefined): void
}

/** @throws RangeError for options that make no sense, such as neither thresholds nor bounds, and for a name that is taken */
export function requestMetrics({
  thresholdSeconds = [],
  boundsSeconds,
  registry = register,
  name = 'http_request_duration_seconds',
  inFlightName = 'http_requests_in_flight',
  maxRoutes = 100,
  alsoObserve,
}: LatencyOptions): RequestMetrics {
  const routes = new BoundedRoutes(maxRoutes)
  const histogram = latencyHistogram({
    registry,
    name,
    help: 'Seconds from the arrival of a request to the end of its answer, or to the end of its connection.',
    boundsSeconds: boundsOf(thresholdSeconds, boundsSeconds),
    labels: ['method', 'route', 'status'],
  })
  const inFlight = inFlightGauge({
    registry,
    name: inFlightName,
    help: 'Requests that have arrived and are not yet answered.',
  })
  const watched = new WeakSet<IncomingMessage>()
  return {
    registry,
    watch: (request, response, route) => {
      // Installed twice, for an application and a router in it, it still counts a request once.
      if (watched.has(request)) return
      watched.add(request)
      inFlight.inc()
      watchRequest(request, response, (seconds, outcome) => {
        inFlight.dec()
        const method = methodLabel(request.method)
        const labels = { method, route: routes.label(route()), status: statusLabel(outcome) }
        histogram.observe(labels, seconds)
        alsoObserve?.(seconds, labels)
      })
    },
  }
}

function boundsOf(thresholdSeconds: number | readonly number[], bounds: readonly number[] | undefined) {
  const thresholds = typeof thresholdSeconds === 'number' ? [thresholdSeconds] : thresholdSeconds
  if (bounds) return boundsWithThresholds(bounds, thresholds)
  if (thresholds.length === 0)
    throw new RangeError('expected thresholdSeconds, the threshold of the SLA in seconds, or boundsSeconds')
  return boundsAround(thresholds)
}
