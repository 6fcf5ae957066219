// Which iterations of flows are lost with a generator: those that had begun and whose end did not come, and those that the
// schedule had in store.

import { NO_LATENCIES } from '../../core/latency/latency-counts.ts'
import { unfinishedIterations } from '../../core/run/flows/iteration-ends.ts'
import type { FlowIterations } from '../../core/run/load-result.ts'
import type { CountedArrivals } from './arrival-counts.ts'

/**
 * Parts to be added to what came: more that were offered, and of all how many are lost.
 * @param scheduled of open phases, with the flow in the place of the request
 * @param came of the lost generator
 */
export function lostIterations(
  scheduled: readonly CountedArrivals[],
  came: readonly FlowIterations[],
): FlowIterations[] {
  const places = new Map<string, { phase: number; flow: number; scheduled: number }>()
  const placeOf = (phase: number, flow: number) => {
    const key = `${phase}/${flow}`
    const place = places.get(key) ?? { phase, flow, scheduled: 0 }
    places.set(key, place)
    return place
  }
  for (const { phase, request: flow, count } of scheduled) placeOf(phase, flow).scheduled += count
  for (const { phase, flow } of came) placeOf(phase, flow)
  return [...places.values()].flatMap((place) => {
    const { phase, flow } = place
    const begun = came.find((each) => each.phase === phase && each.flow === flow)
    const offered = Math.max(0, place.scheduled - (begun?.offered ?? 0))
    const lost = offered + (begun ? unfinishedIterations(begun) : 0)
    return lost === 0 ? [] : [{ phase, flow, offered, completed: 0, failures: [], lost, duration: NO_LATENCIES }]
  })
}
