// A run that was read back from its folder: its report, and its response times second by second.

import type { LatencyCounts } from '../latency/latency-counts.ts'
import type { Report } from '../report/report.ts'

export interface EarlierRun {
  readonly folder: string
  readonly report: Report
  /** Of all phases, in the order of time. */
  readonly seconds: readonly EarlierSecond[]
  /** The measured phases of single requests, by their names; absent where the run did not keep them apart. */
  readonly requests?: ReadonlyMap<string, readonly EarlierSecond[]>
}

export interface EarlierSecond {
  readonly second: number
  /** Index into the report's `load.phases`. */
  readonly phase: number
  /** The SLA's population: completed requests, and those that never ended at +∞. */
  readonly responseTime: LatencyCounts
}

/** What a run is to be judged against. */
export interface Baseline {
  readonly run: EarlierRun
  /** By which share of the baseline's a quantile may be slower. */
  readonly margin: number
}

export const DEFAULT_MARGIN = 0.1
