import type { LatencyCounts } from './latency-counts.ts'

/**
 * All latencies but those of one part, which others replace: on one grid, so that each is found where it was counted.
 * The extremes are those of all that take part, and may be wider than what is left.
 * @param part counted among `all`
 */
export function exchangeLatencies(all: LatencyCounts, part: LatencyCounts, others: LatencyCounts): LatencyCounts {
  if (part.counts.length === 0 && others.counts.length === 0) return all
  const countOf = new Map<number, number>()
  const add = ({ values, counts }: LatencyCounts, sign: 1 | -1) =>
    values.forEach((value, i) => {
      countOf.set(value, (countOf.get(value) ?? 0) + sign * (counts[i] as number))
    })
  add(all, 1)
  add(part, -1)
  add(others, 1)
  const left = [...countOf].filter(([, count]) => count > 0).sort(([a], [b]) => a - b)
  return {
    values: Float64Array.from(left, ([value]) => value),
    counts: Float64Array.from(left, ([, count]) => count),
    unbounded: all.unbounded - part.unbounded + others.unbounded,
    minSeconds: extreme(Math.min, all.minSeconds, others.minSeconds),
    maxSeconds: extreme(Math.max, all.maxSeconds, others.maxSeconds),
    sumSeconds: all.sumSeconds - part.sumSeconds + others.sumSeconds,
  }
}

/** NaN where there is none. */
function extreme(of: (...values: number[]) => number, ...values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value))
  return known.length === 0 ? Number.NaN : of(...known)
}
