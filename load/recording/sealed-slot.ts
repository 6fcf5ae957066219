// What became of arrivals of one slot, as it is kept for long and sent over a network: all latencies packed. A slot may be
// sealed in several parts, in any order and by any generators; together they are what one recording of all would be.

import { mergeLatencies } from '../../core/latency/latency-counts.ts'
import { type PackedLatencies, unpackLatencies } from '../../core/latency/packed-latencies.ts'
import { type LoadSlot, type ResponseTimeName, sumAccounting } from '../../core/run/load-result.ts'

export const RECORDED_TIMES = [
  'responseTime',
  'serviceTime',
  'timeToFirstByte',
  'firstByteResponseTime',
  'errorResponseTime',
  'errorServiceTime',
] as const satisfies readonly (ResponseTimeName | 'errorResponseTime' | 'errorServiceTime')[]

export type RecordedTime = (typeof RECORDED_TIMES)[number]

/** The plain counts of a slot, in the order in which they go over a network. */
export const SLOT_COUNTS = [
  'offered',
  'completed',
  'errors',
  'answeredErrors',
  'timeouts',
  'neverSent',
  'unfinished',
  'interrupted',
  'lost',
] as const

type StatusCounts = 'statusCodes' | 'unexpectedStatusCodes'

export type SealedSlot = Omit<LoadSlot, RecordedTime | StatusCounts> & {
  readonly [Time in RecordedTime]: PackedLatencies
} & {
  /** As pairs: an object with the key 500 has room for all keys below. */
  readonly [Counts in StatusCounts]: readonly (readonly [status: number, count: number])[]
} & {
  /** Of the errors: those that the service answered. */
  readonly answeredErrors: number
}

/** The slot that all of its parts make. */
export function mergedSlot(parts: readonly SealedSlot[]): LoadSlot {
  const [first, ...others] = parts.map(unpackedSlot) as [LoadSlot, ...LoadSlot[]]
  if (others.length === 0) return first
  const { second, phase, request } = first
  const all = [first, ...others]
  const merged = timesOf((time) => mergeLatencies(all.map((part) => part[time])))
  return { second, phase, request, ...sumAccounting(all), ...merged }
}

function unpackedSlot({ answeredErrors: _, ...slot }: SealedSlot): LoadSlot {
  return {
    ...slot,
    statusCodes: Object.fromEntries(slot.statusCodes),
    unexpectedStatusCodes: Object.fromEntries(slot.unexpectedStatusCodes),
    ...timesOf((time) => unpackLatencies(slot[time])),
  }
}

export function timesOf<Latencies>(latencies: (time: RecordedTime) => Latencies): Record<RecordedTime, Latencies> {
  return {
    responseTime: latencies('responseTime'),
    serviceTime: latencies('serviceTime'),
    timeToFirstByte: latencies('timeToFirstByte'),
    firstByteResponseTime: latencies('firstByteResponseTime'),
    errorResponseTime: latencies('errorResponseTime'),
    errorServiceTime: latencies('errorServiceTime'),
  }
}
