// An incident may be worse than the one that was recorded, and a wide bucket above all that was seen would then draw
// anything. So the worst window of each asked quantile is looked at again, as if all in it had taken somewhat longer.

import { cellTotals } from '../record/cell-rows.ts'
import type { LatencyRecord } from '../record/latency-record.ts'
import type { WindowRanks } from './window-ranks.ts'

/** Bounds that suit the grown latencies by luck would not suit those between, so the steps are small. */
const STEP = 0.05

/**
 * @param growth how many times slower than recorded the worst windows may get; 1 for none
 * @param included which windows the worst ones are looked for among
 */
export function grownWindows(
  record: LatencyRecord,
  { nodes, items }: WindowRanks,
  { rangeSeconds, growth }: { readonly rangeSeconds: number; readonly growth: number },
  included: (window: number) => boolean = () => true,
): WindowRanks {
  const grown = worstWindows(items, included).flatMap((window) => {
    const totals = cellTotals(record.rows, Math.max(0, window - rangeSeconds + 1), window + 1)
    return factorsUpTo(growth).map((factor) => ({
      window,
      factor,
      cumulative: cumulativeOf(record, totals, factor, nodes),
    }))
  })
  const found = grown.flatMap(({ window, factor, cumulative }, row) =>
    indicesOf(items, window).flatMap((item) => {
      const rank = items.rank[item] as number
      const node = cumulative.findIndex((count, at) => at > 0 && count >= rank)
      if (node < 0) return []
      return [
        { window: row, asked: items.asked[item] as number, rank, exact: factor * (items.exact[item] as number), node },
      ]
    }),
  )
  return {
    nodes,
    cumulative: Float64Array.from(grown.flatMap(({ cumulative }) => cumulative)),
    items: {
      window: Int32Array.from(found, ({ window }) => window),
      asked: Int32Array.from(found, ({ asked }) => asked),
      rank: Float64Array.from(found, ({ rank }) => rank),
      exact: Float64Array.from(found, ({ exact }) => exact),
      node: Int32Array.from(found, ({ node }) => node),
    },
  }
}

function factorsUpTo(growth: number): number[] {
  return Array.from({ length: Math.round((growth - 1) / STEP) }, (_, i) => 1 + (i + 1) * STEP)
}

function worstWindows(items: WindowRanks['items'], included: (window: number) => boolean): number[] {
  const worst = new Map<number, number>()
  items.exact.forEach((seconds, item) => {
    if (!included(items.window[item] as number)) return
    const asked = items.asked[item] as number
    if (!(seconds <= (items.exact[worst.get(asked) ?? -1] ?? -1))) worst.set(asked, item)
  })
  return [...new Set([...worst.values()].map((item) => items.window[item] as number))]
}

function indicesOf({ window }: WindowRanks['items'], wanted: number): number[] {
  return [...window.keys()].filter((item) => window[item] === wanted)
}

function cumulativeOf(record: LatencyRecord, totals: Float64Array, factor: number, nodes: Float64Array): number[] {
  let [cell, below] = [0, 0]
  return Array.from(nodes, (bound) => {
    while (cell < totals.length && (record.uppers[cell] as number) * factor <= bound) below += totals[cell++] as number
    return below
  })
}
