// The server-side truth: what the bundled server's histogram observed, kept exactly.

import { type LatencyCounts, mergeLatencies } from '../latency/latency-counts.ts'

export interface ExactRecord {
  /** By the second of the run in which the observation was made; ascending, empty seconds left out. */
  readonly seconds: readonly { readonly second: number; readonly latencies: LatencyCounts }[]
}

/** What several servers observed, one after the other: the second in which one followed another holds both. */
export function joinRecords(records: readonly ExactRecord[]): ExactRecord {
  const bySecond = new Map<number, LatencyCounts>()
  for (const { second, latencies } of records.flatMap(({ seconds }) => seconds)) {
    const others = bySecond.get(second)
    bySecond.set(second, others ? mergeLatencies([others, latencies]) : latencies)
  }
  const seconds = [...bySecond].map(([second, latencies]) => ({ second, latencies }))
  return { seconds: seconds.sort((a, b) => a.second - b.second) }
}

export function allObservations(record: ExactRecord): LatencyCounts {
  return mergeLatencies(record.seconds.map(({ latencies }) => latencies))
}
