// What the witness of a run is told, and what is told to it at the end.

import type { MonitorOptions } from '../monitor.ts'
import type { Dialect } from '../promql/dialect.ts'

/** What is watched, and how: without the ways in which it is reached. */
export type WitnessOptions = Pick<
  MonitorOptions,
  | 'endpoints'
  | 'scrape'
  | 'vias'
  | 'histogram'
  | 'unit'
  | 'match'
  | 'routes'
  | 'ruleFile'
  | 'scrapeIntervalSeconds'
  | 'evaluationIntervalSeconds'
  | 'fallbackQuantile'
  | 'watchedAlerts'
> & {
  /** Default: Prometheus 3.5. */
  readonly dialect?: Dialect
}

/** Ticks of the two grids that were skipped. */
export interface SkippedTicks {
  readonly scrapes: number
  readonly evaluations: number
}
