// Whether requests waited for a connection because the service was slow, or because the scenario allows too few.
//
// By Little's law a rate of λ requests a second that take S seconds each keeps λ · S connections busy. Where that many are
// needed with the service time of requests that were sent while most connections were idle, no service of that speed can
// carry the rate over fewer: the setting is too small, and what waited says nothing about the service. Where fewer would
// have been enough, the service slowed down, and the wait is its own doing.

import { boundedCount, type LatencyCounts, latencyQuantile, totalCount } from '../../core/latency/latency-counts.ts'
import type { ConnectionUse } from '../../core/run/load-result.ts'

export interface ConnectionNeed {
  /** Index into `LoadResult.phases`. */
  readonly phase: number
  readonly ratePerSecond: number
  readonly serviceSeconds: number
  /** λ · S. */
  readonly connections: number
}

export interface ConnectionOffer {
  readonly connections: number
  readonly timeoutSeconds: number
  /** By phase; 0 where users wait for their answers. */
  readonly ratesPerSecond: readonly number[]
}

/** From this share of the connections on, chance makes requests wait. */
const EXHAUSTED_SHARE = 0.9

/** A service whose median grows by more while requests wait is slowed down by the load, and has a queue of its own. */
const GROWTH = 1.5

/** The phases in which the connections were too few for a service that was not slowed down. */
export function missingConnections(uses: readonly ConnectionUse[], offer: ConnectionOffer): ConnectionNeed[] {
  return uses.flatMap(({ phase, spare, waited }) => {
    const ratePerSecond = offer.ratesPerSecond[phase] ?? 0
    const serviceSeconds = leastServiceSeconds(uses, offer.timeoutSeconds)
    const connections = ratePerSecond * serviceSeconds
    if (!(connections >= EXHAUSTED_SHARE * offer.connections)) return []
    if (totalCount(waited) > 0 && latencyQuantile(waited, 0.5) > GROWTH * latencyQuantile(spare, 0.5)) return []
    return [{ phase, ratePerSecond, serviceSeconds, connections }]
  })
}

/** The service at its fastest: the phase with the least mean, so that a slow spell of the service does not count. */
function leastServiceSeconds(uses: readonly ConnectionUse[], timeoutSeconds: number): number {
  return uses.reduce(
    (least, { spare }) => Math.min(least, meanSeconds(spare, timeoutSeconds)),
    Number.POSITIVE_INFINITY,
  )
}

function meanSeconds(latencies: LatencyCounts, timeoutSeconds: number): number {
  const total = totalCount(latencies)
  if (total === 0) return Number.POSITIVE_INFINITY
  return (latencies.sumSeconds + (total - boundedCount(latencies)) * timeoutSeconds) / total
}
