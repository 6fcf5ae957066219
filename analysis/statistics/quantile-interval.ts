// The confidence interval of a latency quantile: order statistics, and wider where seconds are correlated. Seconds.
//
// A latency x lies above the interval where the fraction of requests slower than x is certainly below 1 − q, and below the
// interval where that fraction is certainly above 1 − q. For independent requests these are order statistics. Where
// seconds are correlated, the spread of the fraction comes from a block bootstrap of whole seconds, and the ends move
// outward until the condition holds again.

import { countAtOrBelow, type LatencyCounts, mergeLatencies, totalCount } from '../../core/latency/latency-counts.ts'
import { firstWhere } from '../../core/search.ts'
import { blockBootstrap } from './block-bootstrap.ts'
import type { SlotTally } from './fraction-interval.ts'
import { orderStatisticRanks } from './order-statistics.ts'

/** The latencies of one second of one stratum. */
export interface SlotLatencies {
  readonly stratum: number
  readonly latencies: LatencyCounts
}

/** -Infinity and Infinity where the sample is too small to bound that end; Infinity also among the unbounded. */
export interface QuantileInterval {
  readonly lowerSeconds: number
  readonly upperSeconds: number
}

/**
 * @param slots ascending in time
 * @param all the merged latencies of the slots, where the caller has them already
 * @throws RangeError unless the quantile lies between 0 and 1 and there is at least one latency
 */
export function quantileInterval(
  slots: readonly SlotLatencies[],
  quantile: number,
  seed: number,
  all: LatencyCounts = mergeLatencies(slots.map(({ latencies }) => latencies)),
): QuantileInterval {
  const count = totalCount(all)
  if (count === 0) throw new RangeError('expected at least one latency')
  const ranks = orderStatisticRanks(quantile, count)
  const bootstrap = blockBootstrap(
    slots.map(({ stratum, latencies }) => ({ stratum, trials: totalCount(latencies) })),
    seed,
  )
  const farthest = (events: readonly number[], end: 'lower' | 'upper') =>
    events.reduce((sum, slot) => sum + slot, 0) / count + (bootstrap(events)?.[end] ?? 0)
  const isAbove = (cell: number) => farthest(slower(slots, cell), 'upper') <= 1 - quantile
  const isBelow = (cell: number) => farthest(inCellOrSlower(slots, cell), 'lower') >= 1 - quantile
  return {
    lowerSeconds: ranks.lower < 1 ? Number.NEGATIVE_INFINITY : lastBelow(all, ranks.lower, isBelow),
    upperSeconds: ranks.upper > count ? Number.POSITIVE_INFINITY : firstAbove(all, ranks.upper, isAbove),
  }
}

/** For each slot, how many requests are slower than a latency. */
export function tallySlower(slots: readonly SlotLatencies[], seconds: number): SlotTally[] {
  const events = slower(slots, seconds)
  return slots.map(({ stratum, latencies }, i) => ({
    stratum,
    trials: totalCount(latencies),
    events: events[i] as number,
  }))
}

function slower(slots: readonly SlotLatencies[], seconds: number): number[] {
  return slots.map(({ latencies }) => totalCount(latencies) - countAtOrBelow(latencies, seconds))
}

function inCellOrSlower(slots: readonly SlotLatencies[], cell: number): number[] {
  return slots.map(({ latencies: { values, counts, unbounded } }) => {
    let events = unbounded
    for (let i = values.length - 1; i >= 0 && (values[i] as number) >= cell; i--) events += counts[i] as number
    return events
  })
}

/** The lowest latency at or above the rank that certainly lies above the quantile. */
function firstAbove(all: LatencyCounts, rank: number, isAbove: (cell: number) => boolean): number {
  const cells = all.values
  const index = firstWhere(cellOfRank(all, rank), cells.length, (i) => isAbove(cells[i] as number))
  return index === cells.length ? Number.POSITIVE_INFINITY : Math.min(cells[index] as number, all.maxSeconds)
}

/** The highest latency at or below the rank that certainly lies below the quantile. */
function lastBelow(all: LatencyCounts, rank: number, isBelow: (cell: number) => boolean): number {
  const start = cellOfRank(all, rank)
  const cell = (stepsBack: number) => all.values[start - stepsBack] ?? Number.POSITIVE_INFINITY
  const stepsBack = firstWhere(0, start + 1, (steps) => isBelow(cell(steps)))
  if (stepsBack > start) return Number.NEGATIVE_INFINITY
  const value = cell(stepsBack)
  return value === Number.POSITIVE_INFINITY ? value : Math.min(value, all.maxSeconds)
}

/** The index of the grid value at a rank; the number of grid values where the rank lies among the unbounded ones. */
function cellOfRank(latencies: LatencyCounts, rank: number): number {
  let seen = 0
  const index = latencies.counts.findIndex((count) => {
    seen += count
    return seen >= rank
  })
  return index < 0 ? latencies.values.length : index
}
