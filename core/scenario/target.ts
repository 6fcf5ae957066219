// One's own service, instead of the bundled server.

export interface MetricsTarget {
  /** One or more endpoints that publish the histogram; the label `instance` separates them. */
  readonly urls: readonly string[]
  readonly histogram: string
  /** A PromQL selector's matchers, braces included: `{route="/predict"}`. Empty for all series. */
  readonly match: string
  /** The names of the requests that the histogram observes; empty for all. */
  readonly requests: readonly string[]
}

export interface Target {
  readonly url: string
  readonly verifyTls: boolean
  /** Null where only the client measures. */
  readonly metrics: MetricsTarget | null
}
