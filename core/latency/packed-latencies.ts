// Latencies in a quarter of the memory of LatencyCounts: a long run keeps six sets of them for each second.

import type { LatencyCounts } from './latency-counts.ts'
import { highestLatencyOf } from './latency-grid.ts'

/** All of them ended. Entry i is `counts[i]` latencies in the cell `cells[i]` of latency-grid.ts; cells ascend. */
export interface PackedLatencies {
  readonly cells: Uint16Array
  readonly counts: Uint16Array | Uint32Array
  /** NaN where there are none, as is the maximum. */
  readonly minSeconds: number
  readonly maxSeconds: number
  readonly sumSeconds: number
}

export const NO_PACKED_LATENCIES: PackedLatencies = {
  cells: new Uint16Array(),
  counts: new Uint16Array(),
  minSeconds: Number.NaN,
  maxSeconds: Number.NaN,
  sumSeconds: 0,
}

export function unpackLatencies({ cells, counts, minSeconds, maxSeconds, sumSeconds }: PackedLatencies): LatencyCounts {
  return {
    values: Float64Array.from(cells, highestLatencyOf),
    counts: Float64Array.from(counts),
    unbounded: 0,
    minSeconds,
    maxSeconds,
    sumSeconds,
  }
}
