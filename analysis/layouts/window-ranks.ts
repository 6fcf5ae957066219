// Every quantile of every moving window, with the counts at all candidate bounds: what the cost of any two
// neighbouring bounds is computed from, without going back to the record.

import { exactIn } from './bucketed-record.ts'
import { groupRows } from './cell-rows.ts'
import type { LatencyRecord } from './latency-record.ts'
import { hasTail } from './moving-exact.ts'
import { slideWindow } from './moving-window.ts'

/** Nodes: 0 is the latency 0, node i the i-th candidate bound. One item is one quantile of one window. */
export interface WindowRanks {
  readonly nodes: Float64Array
  /** Cumulative counts: window w at node i is cumulative[w · nodes + i]. */
  readonly cumulative: Float64Array
  readonly items: {
    readonly window: Int32Array
    /** quantile · total, as histogram_quantile takes it. */
    readonly rank: Float64Array
    readonly exact: Float64Array
    /** The first node at or above the quantile. */
    readonly node: Int32Array
  }
}

/** Left out: windows without a tail at the quantile, and quantiles among latencies that never ended. */
export function windowRanks(
  record: LatencyRecord,
  bounds: readonly number[],
  quantiles: readonly number[],
  rangeSeconds: number,
): WindowRanks {
  const windows = record.rows.offsets.length - 1
  const nodes = Float64Array.of(0, ...bounds)
  const cumulative = cumulativeCounts(record, bounds, rangeSeconds)
  const most = windows * quantiles.length
  const window = new Int32Array(most)
  const [rank, exact] = [new Float64Array(most), new Float64Array(most)]
  const node = new Int32Array(most)
  let items = 0
  slideWindow(record.rows, rangeSeconds, windows, (evaluation, counts) => {
    for (const quantile of quantiles) {
      if (counts.total === 0 || !hasTail(quantile, counts.total)) continue
      const seconds = exactIn(record, counts, quantile)
      const due = quantile * counts.total
      let at = 1
      while (at < nodes.length && (cumulative[evaluation * nodes.length + at] as number) < due) at++
      if (!Number.isFinite(seconds) || at === nodes.length) continue
      window[items] = evaluation
      rank[items] = due
      exact[items] = seconds
      node[items++] = at
    }
  })
  return {
    nodes,
    cumulative,
    items: {
      window: window.subarray(0, items),
      rank: rank.subarray(0, items),
      exact: exact.subarray(0, items),
      node: node.subarray(0, items),
    },
  }
}

function cumulativeCounts(record: LatencyRecord, bounds: readonly number[], rangeSeconds: number): Float64Array {
  const windows = record.rows.offsets.length - 1
  const nodeCount = bounds.length + 1
  let bucket = 0
  const bucketOf = Int32Array.from(record.uppers, (seconds) => {
    while (bucket < bounds.length && (bounds[bucket] as number) < seconds) bucket++
    return bucket
  })
  const { offsets, cells, counts } = groupRows(record.rows, bucketOf, nodeCount)
  const inWindow = new Float64Array(nodeCount)
  const cumulative = new Float64Array(windows * nodeCount)
  const add = (row: number, sign: number) => {
    for (let entry = offsets[row] as number; entry < (offsets[row + 1] as number); entry++)
      inWindow[cells[entry] as number]! += sign * (counts[entry] as number)
  }
  for (let row = 0; row < windows; row++) {
    add(row, 1)
    if (row >= rangeSeconds) add(row - rangeSeconds, -1)
    let below = 0
    for (let node = 1; node < nodeCount; node++) {
      below += inWindow[node - 1] as number
      cumulative[row * nodeCount + node] = below
    }
  }
  return cumulative
}
