// The server-side truth: the exact latencies that the bundled server's histogram observed.

import { type LatencyCounts, mergeLatencies } from '../latency/latency-counts.ts'
import { type LatencySeries, latencySeries } from '../latency/latency-series.ts'

export interface ExactRecord {
  /** By the second of the run in which the observation was made. */
  readonly seconds: LatencySeries
}

/** The observations of several servers that ran one after the other; a second in which one replaced another holds both. */
export function joinRecords(records: readonly ExactRecord[]): ExactRecord {
  return { seconds: latencySeries(records.flatMap(({ seconds }) => seconds)) }
}

export function allObservations(record: ExactRecord): LatencyCounts {
  return mergeLatencies(record.seconds.map(({ latencies }) => latencies))
}
