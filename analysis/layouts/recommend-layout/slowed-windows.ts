// The worst windows again, as if every request in them had taken somewhat longer. An incident may be worse than the
// recorded one, and a wide bucket above all recorded latencies could then show any value.

import { cellTotals } from '../record/cell-rows.ts'
import type { LatencyRecord } from '../record/latency-record.ts'
import type { WindowRanks } from './window-ranks.ts'

/** The steps are small because bounds that suit two factors by luck may not suit the factors between them. */
const STEP = 0.05

/**
 * @param growth the greatest factor by which latencies are multiplied; 1 for no slowed windows
 * @param included the windows among which the worst ones are searched
 */
export function slowedWindows(
  record: LatencyRecord,
  { nodes, items }: WindowRanks,
  { rangeSeconds, growth }: { readonly rangeSeconds: number; readonly growth: number },
  included: (window: number) => boolean = () => true,
): WindowRanks {
  const slowed = worstWindows(items, included).flatMap((window) => {
    const totals = cellTotals(record.rows, Math.max(0, window - rangeSeconds + 1), window + 1)
    return factorsUpTo(growth).map((factor) => ({
      window,
      factor,
      cumulative: cumulativeOf(record, totals, factor, nodes),
    }))
  })
  const found = slowed.flatMap(({ window, factor, cumulative }, row) =>
    indicesOf(items, window).flatMap((item) => {
      const rank = items.rank[item] as number
      const node = cumulative.findIndex((count, at) => at > 0 && count >= rank)
      if (node < 0) return []
      return [
        {
          window: row,
          quantileIndex: items.quantileIndex[item] as number,
          rank,
          exact: factor * (items.exact[item] as number),
          node,
        },
      ]
    }),
  )
  return {
    nodes,
    cumulative: Float64Array.from(slowed.flatMap(({ cumulative }) => cumulative)),
    items: {
      window: Int32Array.from(found, ({ window }) => window),
      quantileIndex: Int32Array.from(found, ({ quantileIndex }) => quantileIndex),
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
    const quantile = items.quantileIndex[item] as number
    if (!(seconds <= (items.exact[worst.get(quantile) ?? -1] ?? -1))) worst.set(quantile, item)
  })
  return [...new Set([...worst.values()].map((item) => items.window[item] as number))]
}

function indicesOf({ window }: WindowRanks['items'], wanted: number): number[] {
  const items: number[] = []
  for (let item = 0; item < window.length; item++) if (window[item] === wanted) items.push(item)
  return items
}

function cumulativeOf(record: LatencyRecord, totals: Float64Array, factor: number, nodes: Float64Array): number[] {
  let [cell, below] = [0, 0]
  return Array.from(nodes, (bound) => {
    while (cell < totals.length && (record.uppers[cell] as number) * factor <= bound) below += totals[cell++] as number
    return below
  })
}
