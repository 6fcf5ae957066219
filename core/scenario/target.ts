// One's own service, instead of the bundled server.

import type { LatencyUnit } from '../histogram/latency-unit.ts'
import type { ScrapeLimits } from './scrape-limits.ts'

/** Who asks for a metrics page. Values may hold `${NAME}` references until a run begins. */
export type MetricsCredentials =
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }

/** What the scrape configuration of a Prometheus says beyond the URLs: the labels that it adds, and how it asks. */
export interface MetricsScrape {
  /** Added to every series of every URL; `job` may be among them. */
  readonly labels: Readonly<Record<string, string>>
  /** Added to the series of single URLs, in the order of the URLs; may be shorter. */
  readonly urlLabels: readonly Readonly<Record<string, string>>[]
  /** True: a label that the page prints itself stays, and the added one is left out. */
  readonly honorLabels: boolean
  readonly headers: Readonly<Record<string, string>>
  readonly credentials: MetricsCredentials | null
  /** Null: as for the target. */
  readonly verifyTls: boolean | null
  readonly limits: ScrapeLimits
}

export interface MetricsTarget {
  /** One or more endpoints that publish the histogram; the label `instance` separates them. */
  readonly urls: readonly string[]
  readonly histogram: string
  /** Of its observations; absent where the file says nothing of it. */
  readonly unit?: LatencyUnit
  /** A PromQL selector's matchers, braces included: `{route="/predict"}`. Empty for all series. */
  readonly match: string
  /** The names of the requests that the histogram observes; empty for all. */
  readonly requests: readonly string[]
  /** Absent where the file says nothing of it. */
  readonly scrape?: MetricsScrape
}

/** How a service says that it can take requests. */
export interface Readiness {
  /** Below the target's URL; may hold `${NAME}` references until a run begins. */
  readonly path: string
  readonly withinSeconds: number
}

export interface Target {
  readonly url: string
  readonly verifyTls: boolean
  /** Null where only the client measures. */
  readonly metrics: MetricsTarget | null
  /** Absent where the service is not asked. */
  readonly ready?: Readiness
}
