// The server-side truth: what the bundled server's histogram observed, kept exactly.

import { type LatencyCounts, mergeLatencies } from './latency-counts.ts'

export interface ExactRecord {
  /** By the second of the run in which the observation was made; ascending, empty seconds left out. */
  readonly seconds: readonly { readonly second: number; readonly latencies: LatencyCounts }[]
}

export function allObservations(record: ExactRecord): LatencyCounts {
  return mergeLatencies(record.seconds.map(({ latencies }) => latencies))
}
