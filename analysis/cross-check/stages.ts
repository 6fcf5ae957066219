// The way of a request in stages, as far as each of them was measured: times that all end with the answer, or begin with
// sending. From their quantiles the parts of an estimate's error are divided further.

import { exchangeLatencies } from '../../core/latency/exchange-latencies.ts'
import { boundedCount, type LatencyCounts, mergeLatencies } from '../../core/latency/latency-counts.ts'
import { type LoadResult, type LoadSlot, neverEnded, type OpeningCost } from '../../core/run/load-result.ts'

export interface Stages {
  /** From sending; null where it is not known of each answer, or of others too. */
  readonly timeToFirstByte: LatencyCounts | null
  /** The service time, with the TLS before it that the request waited for; and with the connecting before that. Null where it is not known. */
  readonly timeFromTls: LatencyCounts | null
  readonly timeFromConnect: LatencyCounts | null
}

/** @param serviceTime of all answers in the slots @param costs of the same phases and requests */
export function stagesOf(
  { problems }: Pick<LoadResult, 'problems'>,
  slots: readonly LoadSlot[],
  serviceTime: LatencyCounts,
  costs: readonly OpeningCost[],
): Stages {
  // What a lost generator knew of its connections is lost with it.
  const isKnown = !problems.some(({ kind }) => kind === 'generator-lost')
  const paid = (time: 'serviceTime' | 'timeFromTls' | 'timeFromConnect') =>
    mergeLatencies(costs.map((cost) => cost[time]))
  const from = (time: 'timeFromTls' | 'timeFromConnect') =>
    isKnown ? exchangeLatencies(serviceTime, paid('serviceTime'), paid(time)) : null
  return {
    timeToFirstByte: firstBytes(slots, serviceTime),
    timeFromTls: from('timeFromTls'),
    timeFromConnect: from('timeFromConnect'),
  }
}

/** Error answers have none, and those that never ended may have one: with either of them it would be another population. */
function firstBytes(slots: readonly LoadSlot[], serviceTime: LatencyCounts): LatencyCounts | null {
  const isOfAnswersOnly = slots.every((slot) => boundedCount(slot.errorServiceTime) === 0 && neverEnded(slot) === 0)
  const times = mergeLatencies(slots.map((slot) => slot.timeToFirstByte))
  return isOfAnswersOnly && boundedCount(times) === boundedCount(serviceTime) ? times : null
}
