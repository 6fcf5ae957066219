// What the metrics pages of a service tell of a metric that observes latencies, before anything is written about it. Bounds
// and latencies are in seconds, whatever the unit of the page.

import type { HistogramBucket } from '../histogram/histogram-snapshot.ts'
import type { KnownUnit } from '../histogram/latency-unit.ts'

export interface DiscoveredLatency {
  /** Without `_bucket`. */
  readonly name: string
  /**
   * `classic`: with buckets on the page. `native`: a histogram whose buckets no page of text has. `summary`: its quantiles
   * were calculated by the service, and those of several series cannot be joined.
   */
  readonly kind: 'classic' | 'native' | 'summary'
  /** Whether its names and labels say that it is about requests to this service, or about what it asks of others. */
  readonly purpose: 'requests' | 'dependencies' | 'unclear'
  readonly unit: KnownUnit
  /**
   * Finite and ascending; those that all its series have. Empty without buckets, and where the page declares the histogram
   * but prints none of its series yet.
   */
  readonly bounds: readonly number[]
  /** Without `le` and `quantile`. */
  readonly labels: readonly DiscoveredLabel[]
  /** The label that holds the path or the route; null where none does. */
  readonly routeLabel: string | null
  readonly methodLabel: string | null
  /** All series together. */
  readonly all: DiscoveredCounts
  /** By route and method, the most observed first; empty where no label holds a route. */
  readonly routes: readonly DiscoveredRoute[]
}

export interface DiscoveredLabel {
  readonly name: string
  readonly values: readonly string[]
}

export interface DiscoveredRoute {
  /** In capitals; null where no label says it. */
  readonly method: string | null
  /** As the label has it: a path, or a template such as `/orders/:id`. */
  readonly path: string
  readonly counts: DiscoveredCounts
}

/** What was counted since the process began. */
export interface DiscoveredCounts {
  readonly count: number
  /** Between two looks at the pages; null where a count fell meanwhile. */
  readonly ratePerSecond: number | null
  /** Over the life of the process; null where the page does not say when it began. */
  readonly averageRatePerSecond: number | null
  readonly meanSeconds: number | null
  /** Between which values the P95 lies; null of no observations, and where the page does not tell. */
  readonly p95: LatencyRange | null
  /** Cumulative, ascending to Infinity; empty without buckets. */
  readonly buckets: readonly HistogramBucket[]
  /** Of those whose label holds a status, how many are 500 or above; null where no label does. */
  readonly serverErrorShare: number | null
}

export interface LatencyRange {
  readonly lowerSeconds: number
  /** Infinity where nothing bounds it. */
  readonly upperSeconds: number
}

/** How many of the observations took longer than a bound; null where the buckets do not tell. */
export function shareSlowerThan({ buckets }: Pick<DiscoveredCounts, 'buckets'>, bound: number): number | null {
  const total = buckets.at(-1)?.cumulativeCount ?? 0
  const below = buckets.find(({ upperBound }) => upperBound === bound)
  return below === undefined || !(total > 0) ? null : 1 - below.cumulativeCount / total
}
