// Samples as Prometheus keeps them: what the scraper fills and PromQL reads.

/** The label that holds a metric's name. */
export const METRIC_NAME = '__name__'

export type Labels = Readonly<Record<string, string>>

export interface Sample {
  /** Milliseconds since the Unix epoch, whole. */
  readonly timestampMs: number
  readonly value: number
  /** A staleness marker: the series ended here. Its value is NaN. */
  readonly stale?: true
}

export interface Series {
  /** The metric's name under `__name__`. */
  readonly labels: Labels
  /** Ascending by timestamp. */
  readonly samples: readonly Sample[]
}

export interface LabelMatcher {
  readonly label: string
  readonly operator: '=' | '!=' | '=~' | '!~'
  readonly value: string
}

export interface SeriesSource {
  /** Every series that all matchers accept; a missing label counts as the empty string. */
  select(matchers: readonly LabelMatcher[]): readonly Series[]
}
