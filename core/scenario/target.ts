// One's own service, instead of the bundled server.

import type { LatencyUnit } from '../histogram/latency-unit.ts'
import type { AddressChoice, Via } from '../route/route.ts'
import type { TlsMaterial, TlsVersion } from '../route/tls-material.ts'
import type { ScrapeLimits } from './scrape-limits.ts'

/**
 * TLS as a scenario writes it. Paths are relative to the scenario's file and may hold `${NAME}` references, as the
 * passphrase may; what is absent is as Node has it.
 */
export interface TlsSettings {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  readonly passphrase?: string
  readonly serverName?: string
  readonly minVersion?: TlsVersion
}

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
  /** Absent: as for the target. */
  readonly tls?: TlsSettings
  /** Paths of unix domain sockets as written, in the order of the URLs; null for none. Absent where there is none at all. */
  readonly sockets?: readonly (string | null)[]
  /** Each address behind the names of the URLs is an instance of its own. */
  readonly everyAddress?: true
  /** Once the target is resolved: what `tls`, `sockets` and `everyAddress` came to. */
  readonly reached?: ReachedMetrics
}

/** How the endpoints of `urls` are reached, in their order. */
export interface ReachedMetrics {
  readonly tls?: TlsMaterial
  readonly vias: readonly Via[]
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
  /** Absent where the file says nothing of it, as all that follows. */
  readonly ready?: Readiness
  readonly tls?: TlsSettings
  /** The path of a unix domain socket as written. */
  readonly socket?: string
  /** The Host header, where it is not the URL's host. May hold `${NAME}` references. */
  readonly host?: string
  readonly addresses?: AddressChoice
}
