// A Grafana dashboard, as far as PromQL stands in it.

export interface DashboardQuery {
  /** Which of the panel's queries: `A`. */
  readonly name: string
  /** With the dashboard's variables, as written. */
  readonly expression: string
}

export interface DashboardPanel {
  /** With the row that it stands in: `Latency › P95`. */
  readonly title: string
  readonly queries: readonly DashboardQuery[]
  /** Grafana's unit of its values, such as `s` or `ms`; null where the panel states none. */
  readonly unit: string | null
  /** Lines that are drawn across it, or colour it. */
  readonly thresholds: readonly number[]
  /** The library panel that it shows, whose queries stand in another file; null where they stand here. */
  readonly library: string | null
}

export interface Dashboard {
  readonly title: string
  readonly panels: readonly DashboardPanel[]
  /** The current values of its variables that are a single text, by name. */
  readonly variables: ReadonlyMap<string, string>
}
