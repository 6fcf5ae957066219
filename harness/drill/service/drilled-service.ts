// What is known of the service whose alerts are drilled, and from where. What is not known is assumed later.

import type { DrillObjective, DrillSource } from '../../../core/report/drill-report.ts'
import type { LatencyModel } from '../../../core/scenario/server-behaviour.ts'

export interface DrilledService {
  readonly traffic: DrilledTraffic | null
  readonly latency: DrilledLatency | null
  /** Null where it is not known. */
  readonly failures: DrilledFailures | null
  /** The finite bounds of histograms, by their name without a suffix, in their own unit. */
  readonly knownBounds: ReadonlyMap<string, readonly number[]>
  readonly objectives: readonly DrillObjective[]
  /** What a drill should know about the source. */
  readonly notes: readonly string[]
}

export interface DrilledTraffic {
  readonly source: DrillSource
  readonly meanRate: number
  /** Relative rates; null where the source is too short to tell. */
  readonly hours: readonly number[] | null
  readonly weekdays: readonly number[] | null
}

export interface DrilledFailures {
  /** Of the requests, on any day. */
  readonly share: number
  /** From where it is known: `as … has them`. */
  readonly sentence: string
}

export interface DrilledLatency {
  readonly source: DrillSource
  readonly model: LatencyModel
  /** How late the timers are that the service works by, at the most; 0 where the model says what requests take. */
  readonly wakeLatenessSeconds: number
  readonly sentence: string
}

export const UNKNOWN_SERVICE: DrilledService = {
  traffic: null,
  latency: null,
  failures: null,
  knownBounds: new Map(),
  objectives: [],
  notes: [],
}

export const ASSUMED: DrillSource = { kind: 'assumed', place: null }
