// A sample of a record's latencies: evenly spaced ranks, in an order in which neighbours differ.

import { RankIndex } from '../../../core/latency/rank-index.ts'
import { allTotals } from './cell-rows.ts'
import type { LatencyRecord } from './latency-record.ts'

const SAMPLES = 1000
/** Coprime to the number of samples, so that the steps visit every sample once. */
const STRIDE = 617

/** Finite, in seconds; empty for an empty record. */
export function sampleLatencies({ rows, uppers }: LatencyRecord): number[] {
  const index = RankIndex.of(allTotals(rows))
  if (index.total === 0) return []
  return Array.from({ length: SAMPLES }, (_, i) => {
    const rank = Math.ceil((((i * STRIDE) % SAMPLES) + 0.5) * (index.total / SAMPLES))
    return uppers[index.locate(rank).cell] as number
  }).filter(Number.isFinite)
}
