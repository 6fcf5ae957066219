// The server-side truth: the exact latencies that the bundled server's histogram observed.

import { type LatencyCounts, mergeLatencies } from '../latency/latency-counts.ts'
import { type LatencySeries, latencySeries } from '../latency/latency-series.ts'

export interface ExactRecord {
  /** By the second of the run in which the observation was made. */
  readonly seconds: LatencySeries
  /** About a second each; none where the platform does not tell. */
  readonly coreWaits: readonly CoreWait[]
}

/** For how much of some time the server was ready to run and had no core: other programs ran, or a quota was used up. */
export interface CoreWait {
  /** Seconds of the run. */
  readonly startSeconds: number
  readonly endSeconds: number
  readonly share: number
}

/** The observations of several servers that ran one after the other; a second in which one replaced another holds both. */
export function joinRecords(records: readonly ExactRecord[]): ExactRecord {
  return {
    seconds: latencySeries(records.flatMap(({ seconds }) => seconds)),
    coreWaits: records.flatMap(({ coreWaits }) => coreWaits),
  }
}

export function allObservations(record: Pick<ExactRecord, 'seconds'>): LatencyCounts {
  return mergeLatencies(record.seconds.map(({ latencies }) => latencies))
}
