// What users in a closed loop did not see. While a service freezes, each of them waits for one answer: the standstill is a
// few slow requests, and the arrivals that would have come meanwhile are missing from every quantile (coordinated
// omission). The record tells how many: at their normal pace each user would have sent a request every think time plus
// normal response time. Each of those would have waited until the end of the standstill. Source: HdrHistogram,
// copyCorrectedForCoordinatedOmission.

import { type LatencyCounts, latencyQuantile, mergeLatencies, totalCount } from '../../core/latency/latency-counts.ts'
import { type LoadResult, type LoadSlot, slaLatencies } from '../../core/run/load-result.ts'
import type { Phase } from '../../core/scenario/load-plan.ts'

export interface Standstill {
  /** Index into `LoadResult.phases`. */
  readonly phase: number
  readonly second: number
  /** For how long at least most users waited for one answer. */
  readonly seconds: number
  readonly users: number
  /** From one request of a user to the next, as long as the service answers. */
  readonly intervalSeconds: number
}

export interface StandstillOptions {
  readonly phases: readonly Phase[]
  readonly timeoutSeconds: number
}

/** So many of the users have to wait at once. Fewer are slow requests, and no standstill. */
const MOST_USERS = 0.75

/** A wait of so many intervals is no ordinary response time. */
const LONG_INTERVALS = 10
const SHORTEST_SECONDS = 0.25

/** At most one for each second. */
export function standstills({ slots, phases }: LoadResult, options: StandstillOptions): Standstill[] {
  const planned = options.phases.length
  const closed = slots.filter(({ phase }) => options.phases[phase % planned]?.traffic.kind === 'closed')
  const normal = latencyQuantile(slaLatencies(closed, 'serviceTime'), 0.5)
  if (!Number.isFinite(normal)) return []
  const found: Standstill[] = []
  // Users that begin to wait around the turn of a second stand in both.
  let before: { readonly second: number; readonly waits: readonly number[] } = { second: Number.NaN, waits: [] }
  for (const [second, together] of bySecond(closed)) {
    const { phase } = together.at(-1) as LoadSlot
    const traffic = options.phases[phase % planned]?.traffic
    if (traffic?.kind !== 'closed' || phases[phase]?.measured !== true) continue
    const intervalSeconds = traffic.thinkSeconds + normal
    const longSeconds = Math.max(SHORTEST_SECONDS, LONG_INTERVALS * intervalSeconds)
    const own = slowest(slaLatencies(together, 'responseTime'), longSeconds, options.timeoutSeconds)
    const waits = before.second === second - 1 ? [...before.waits, ...own] : own
    const isStandstill = own.length > 0 && waits.length >= MOST_USERS * traffic.users
    if (isStandstill) found.push({ phase, second, seconds: Math.min(...waits), users: traffic.users, intervalSeconds })
    before = { second, waits: isStandstill ? [] : own }
  }
  // Each phase has users of its own: those of a phase that is over send nothing more, and the next ones take their place.
  const isTakenOver = (each: Standstill) =>
    found.some(({ phase, second }) => phase > each.phase && second < each.second + each.seconds)
  return found.filter((each) => !isTakenOver(each))
}

function bySecond(slots: readonly LoadSlot[]): Map<number, LoadSlot[]> {
  const seconds = new Map<number, LoadSlot[]>()
  for (const slot of slots) seconds.set(slot.second, [...(seconds.get(slot.second) ?? []), slot])
  return seconds
}

/** The latencies with the arrivals that were missing: one for each interval of each user, waiting until the end. */
export function withMissingArrivals(latencies: LatencyCounts, found: readonly Standstill[]): LatencyCounts {
  return mergeLatencies([latencies, ...found.map(missingDuring)])
}

function missingDuring({ seconds, users, intervalSeconds }: Standstill): LatencyCounts {
  const values: number[] = []
  for (let wait = seconds - intervalSeconds; wait > 0 && values.length < 100_000; wait -= intervalSeconds)
    values.unshift(wait)
  return {
    values: Float64Array.from(values),
    counts: Float64Array.from(values, () => users),
    unbounded: 0,
    minSeconds: values[0] ?? Number.NaN,
    maxSeconds: values.at(-1) ?? 0,
    sumSeconds: users * values.reduce((sum, wait) => sum + wait, 0),
  }
}

/** Each latency above a bound; those that never ended count as the timeout. */
function slowest(latencies: LatencyCounts, aboveSeconds: number, timeoutSeconds: number): number[] {
  const { values, counts, unbounded } = latencies
  if (totalCount(latencies) === 0) return []
  const slow = [...values].flatMap((seconds, i) =>
    seconds > aboveSeconds ? Array<number>(counts[i] as number).fill(seconds) : [],
  )
  return [...slow, ...Array<number>(unbounded).fill(timeoutSeconds)]
}
