// The cost of choosing two bounds as neighbours. An estimate depends only on the bucket (a, b] that holds its quantile
// and on the counts at both ends, so every pair of nodes has a cost of its own, and a layout's worst error is the
// greatest cost of its neighbouring pairs.

import type { WindowRanks } from './window-ranks.ts'

/** Square tables over the nodes: the pair (a, b) is at a · size + b. Errors are relative to the exact quantile. */
export interface BoundCosts {
  readonly size: number
  /** The number of quantiles that the costs cover, and of the windows that they belong to. */
  readonly items: number
  readonly windows: number
  /** The greatest error and the sum of the errors of the estimates drawn in (a, b]. */
  readonly worst: Float64Array
  readonly sum: Float64Array
  /** The greatest error that any data with these quantiles could cause there. */
  readonly guaranteed: Float64Array
}

/** @param included which windows count */
export function boundCosts(
  { nodes, cumulative, items }: WindowRanks,
  included: (window: number) => boolean = () => true,
): BoundCosts {
  const size = nodes.length
  const [worst, sum, guaranteed] = [table(size), table(size), table(size)]
  let [counted, windows, previous] = [0, 0, -1]
  for (let item = 0; item < items.window.length; item++) {
    const window = items.window[item] as number
    if (!included(window)) continue
    counted++
    if (window !== previous) windows++
    previous = window
    const rank = items.rank[item] as number
    const exact = items.exact[item] as number
    const scale = 1 / Math.max(exact, 1e-6)
    const node = items.node[item] as number
    const row = window * size
    for (let a = 0; a < node; a++) {
      const lower = nodes[a] as number
      const below = cumulative[row + a] as number
      for (let b = node; b < size; b++) {
        const upper = nodes[b] as number
        const fraction = (rank - below) / ((cumulative[row + b] as number) - below)
        const error = Math.abs(lower + (upper - lower) * fraction - exact) * scale
        const bracket = Math.max(upper - exact, exact - lower) * scale
        const pair = a * size + b
        sum[pair]! += error
        if (error > (worst[pair] as number)) worst[pair] = error
        if (bracket > (guaranteed[pair] as number)) guaranteed[pair] = bracket
      }
    }
  }
  return { size, items: counted, windows, worst, sum, guaranteed }
}

/** The worse of two costs, pair by pair. Sums and counts remain those of the first. */
export function worseCosts(costs: BoundCosts, others: BoundCosts): BoundCosts {
  const worse = (a: Float64Array, b: Float64Array) => a.map((cost, pair) => Math.max(cost, b[pair] as number))
  return {
    ...costs,
    worst: worse(costs.worst, others.worst),
    guaranteed: worse(costs.guaranteed, others.guaranteed),
  }
}

/** The costs of a layout: its bounds as nodes, ascending, without node 0. */
export function layoutCost(
  costs: BoundCosts,
  path: readonly number[],
): Record<'worst' | 'mean' | 'guaranteed', number> {
  let [worst, sum, guaranteed, from] = [0, 0, 0, 0]
  for (const to of path) {
    const pair = from * costs.size + to
    worst = Math.max(worst, costs.worst[pair] as number)
    guaranteed = Math.max(guaranteed, costs.guaranteed[pair] as number)
    sum += costs.sum[pair] as number
    from = to
  }
  return { worst, mean: costs.items === 0 ? 0 : sum / costs.items, guaranteed }
}

function table(size: number): Float64Array {
  return new Float64Array(size * size)
}
