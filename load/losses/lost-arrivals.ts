// Which arrivals of a lost generator are lost: those that were expected of it, less those of which it reported the end.

import { ArrivalCounts, type CountedArrivals } from './arrival-counts.ts'

/**
 * What is lost, by second, phase and request: as many of each phase and request as are missing. A clock that was translated
 * from another machine's may put an arrival into the second beside its own; such a one is held against its neighbours.
 * Where more came than was expected, nothing is lost.
 * @param requestCount how many requests the plan has
 */
export function lostArrivals(
  expected: Iterable<CountedArrivals>,
  came: Iterable<CountedArrivals>,
  requestCount: number,
): CountedArrivals[] {
  const missing = new ArrivalCounts(requestCount)
  for (const { second, phase, request, count } of expected) missing.add(second, phase, request, count)
  for (const { second, phase, request, count } of came) missing.add(second, phase, request, -count)
  return [...missing.byPlace()].flatMap(({ phase, request, seconds }) =>
    settled(seconds).map(([second, count]) => ({ second, phase, request, count })),
  )
}

/** Without negative counts: each is taken off the next that are positive, and what is left off those before it. */
function settled(seconds: readonly (readonly [second: number, count: number])[]): [number, number][] {
  const forward = takenOff(seconds)
  return takenOff([...forward].reverse())
    .reverse()
    .filter(([, count]) => count > 0)
}

function takenOff(seconds: readonly (readonly [second: number, count: number])[]): [number, number][] {
  let debt = 0
  const paid = seconds.map(([second, count]): [number, number] => {
    const left = count - debt
    debt = Math.max(0, -left)
    return [second, Math.max(0, left)]
  })
  const last = paid.at(-1)
  if (last !== undefined && debt > 0) last[1] = -debt
  return paid
}
