// Every requested quantile of every moving window, with the counts at all candidate bounds. The cost of any two
// neighbouring bounds is computed from these, without the record.
// A window is a sample: another run's P95 may lie where this one's P94 or P96 does. So each requested quantile is
// considered together with the quantiles some standard errors (√(q(1 − q)/n)) below and above it. Without these, bounds
// chosen on simulated incidents erred up to ten times as much on a fresh seed as promised; with them, about as much.

import { exactIn } from '../record/bucketed-record.ts'
import { groupRows } from '../record/cell-rows.ts'
import type { LatencyRecord } from '../record/latency-record.ts'
import { hasTail, isWholeWindow, slideWindow } from '../record/moving-window.ts'

/** Node 0 is the latency 0, node i the i-th candidate bound. One item is one quantile of one window. */
export interface WindowRanks {
  readonly nodes: Float64Array
  /** Cumulative counts: window w at node i is cumulative[w · nodes + i]. */
  readonly cumulative: Float64Array
  readonly items: {
    readonly window: Int32Array
    /** The requested quantile that the item is, or is a neighbour of. */
    readonly quantileIndex: Int32Array
    /** quantile · total, as histogram_quantile takes it. */
    readonly rank: Float64Array
    readonly exact: Float64Array
    /** The first node at or above the quantile. */
    readonly node: Int32Array
  }
}

export interface RequestedQuantiles {
  readonly quantiles: readonly number[]
  /** How far below and above the neighbours lie; 0 for the requested quantiles alone. */
  readonly standardErrors: number
}

/**
 * Leaves out windows that are not whole or have no request above the quantile, and quantiles that lie among requests that
 * never ended.
 */
export function windowRanks(
  record: LatencyRecord,
  bounds: readonly number[],
  { quantiles, standardErrors }: RequestedQuantiles,
  rangeSeconds: number,
): WindowRanks {
  const windows = record.rows.offsets.length - 1
  const nodes = Float64Array.of(0, ...bounds)
  const cumulative = cumulativeCounts(record, bounds, rangeSeconds)
  const most = 3 * windows * quantiles.length
  const [window, quantileIndex] = [new Int32Array(most), new Int32Array(most)]
  const [rank, exact] = [new Float64Array(most), new Float64Array(most)]
  const node = new Int32Array(most)
  let items = 0
  slideWindow(record.rows, rangeSeconds, windows, (evaluation, counts) => {
    if (!isWholeWindow(evaluation, windows, rangeSeconds)) return
    for (const [i, quantile] of quantiles.entries()) {
      if (counts.total === 0 || !hasTail(quantile, counts.total)) continue
      for (const near of withNeighbours(quantile, counts.total, standardErrors)) {
        const seconds = exactIn(record, counts, near)
        const due = near * counts.total
        let at = 1
        while (at < nodes.length && (cumulative[evaluation * nodes.length + at] as number) < due) at++
        if (!Number.isFinite(seconds) || at === nodes.length) continue
        window[items] = evaluation
        quantileIndex[items] = i
        rank[items] = due
        exact[items] = seconds
        node[items++] = at
      }
    }
  })
  return {
    nodes,
    cumulative,
    items: {
      window: window.subarray(0, items),
      quantileIndex: quantileIndex.subarray(0, items),
      rank: rank.subarray(0, items),
      exact: exact.subarray(0, items),
      node: node.subarray(0, items),
    },
  }
}

function withNeighbours(quantile: number, total: number, standardErrors: number): number[] {
  if (standardErrors === 0) return [quantile]
  const reach = standardErrors * Math.sqrt((quantile * (1 - quantile)) / total)
  return [quantile, Math.max(1 / total, quantile - reach), Math.min(1 - 1 / total, quantile + reach)]
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
