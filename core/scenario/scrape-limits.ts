// What a scrape may bring: a Prometheus fails a scrape that brings more, and so do we. 0 stands for no limit.
// Source: prometheus docs, configuration.md, scrape_config.

export interface ScrapeLimits {
  /** Of a page, unpacked. */
  readonly bodyBytes: number
  /** Of a page. All pages of an endpoint together may bring twice as many different series. */
  readonly samples: number
  /** Of one series, the target's and the metric's name included; lengths in bytes. */
  readonly labels: number
  readonly labelNameLength: number
  readonly labelValueLength: number
}

/**
 * A Prometheus has no limits unless they are configured. Here the harness shares the machine with what it measures: with
 * these it stays near 250 MB on the largest page that they let in, and near 600 MB where every page brings other series.
 */
export const DEFAULT_SCRAPE_LIMITS: ScrapeLimits = {
  bodyBytes: 32 * 1024 ** 2,
  samples: 50_000,
  labels: 1000,
  labelNameLength: 10_000,
  labelValueLength: 100_000,
}
