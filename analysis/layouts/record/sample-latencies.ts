// Latencies like those of a record: evenly spaced ranks, in an order in which no two neighbours are alike.

import { RankIndex } from '../../../core/latency/rank-index.ts'
import { cellTotals } from './cell-rows.ts'
import type { LatencyRecord } from './latency-record.ts'

const SAMPLES = 1000
/** Has no divisor in common with their number, so that every sample has its turn. */
const STRIDE = 617

/** Finite, in seconds; none of a record in which no latency is. */
export function sampleLatencies({ rows, uppers }: LatencyRecord): number[] {
  const index = RankIndex.of(cellTotals(rows))
  if (index.total === 0) return []
  return Array.from({ length: SAMPLES }, (_, i) => {
    const rank = Math.ceil((((i * STRIDE) % SAMPLES) + 0.5) * (index.total / SAMPLES))
    return uppers[index.locate(rank).cell] as number
  }).filter(Number.isFinite)
}
