// The load as it would look if everything that may not be the service's doing had gone well. An objective that is not met
// even then was certainly missed by the service.

import { boundedCount, type LatencyCounts, mergeLatencies, NO_LATENCIES } from '../../core/latency/latency-counts.ts'
import { type LoadSlot, type OwnErrorKind, unconnected } from '../../core/run/load-result.ts'
import type { Attribution } from './attribution.ts'
import { isTouched } from './saturated-spells.ts'
import type { Spell } from './spell.ts'

/** Requests that such a spell may have delayed count as answered at once: nobody knows how fast they were. */
export function withoutSaturation(slot: LoadSlot, spells: readonly Spell[], limitSeconds: number): LoadSlot {
  if (!isTouched(spells, slot.second, limitSeconds)) return slot
  const answered = slot.timeouts + slot.unfinished - slot.interrupted
  const atOnce = instant(boundedCount(slot.responseTime) + answered)
  return {
    ...slot,
    completed: slot.completed + answered,
    timeouts: 0,
    neverSent: 0,
    unfinished: slot.interrupted,
    responseTime: atOnce,
    serviceTime: atOnce,
    timeToFirstByte: atOnce,
    firstByteResponseTime: atOnce,
  }
}

/** Where connections were missing, only what happened on a connection counts: requests that never got one are left out. */
export function withoutWaiting(slot: LoadSlot, { needs }: Attribution): LoadSlot {
  if (!needs.some(({ phase }) => phase === slot.phase)) return slot
  return {
    ...slot,
    offered: slot.offered - slot.neverSent,
    timeouts: slot.timeouts - slot.neverSent,
    neverSent: 0,
    responseTime: slot.serviceTime,
    firstByteResponseTime: slot.timeToFirstByte,
  }
}

/**
 * Requests that could not be made of their values count as completed at once: the service never saw them, so that they say
 * nothing about it.
 */
export function withoutUnsendable(slot: LoadSlot): LoadSlot {
  return withoutErrors(slot, 'unsendable')
}

/** Answers that could not be read count as the expected ones, at once. */
export function withoutUnreadable(slot: LoadSlot): LoadSlot {
  return withoutErrors(slot, 'unreadable')
}

/**
 * Requests without a connection, of machines that got none while others did, count as completed at once: nobody knows whether
 * that is the service's doing.
 */
export function withoutCutOff(slot: LoadSlot, { cutOff }: Attribution): LoadSlot {
  const count = unconnected(slot)
  if (count === 0 || !cutOff.phases.has(slot.phase)) return slot
  const { connect = 0, ...errorKinds } = slot.errorKinds
  const { errors, timeouts, neverSent } = slot
  const rest = { errors: errors - connect, errorKinds, timeouts: timeouts - neverSent, neverSent: 0 }
  return withInstants({ ...slot, ...rest }, count)
}

/** Requests of a lost generator count as completed at once: nobody knows whether they were sent, or how they ended. */
export function withoutLost(slot: LoadSlot): LoadSlot {
  return slot.lost === 0 ? slot : withInstants({ ...slot, lost: 0 }, slot.lost)
}

/** The other way round: as if none of them had ever been answered. */
export function withLost(slot: LoadSlot): LoadSlot {
  return { ...slot, timeouts: slot.timeouts + slot.lost, lost: 0 }
}

/** The other way round: as if answers that could not be read had never come. */
export function withoutAnswer(slot: LoadSlot): LoadSlot {
  const { unreadable = 0, ...errorKinds } = slot.errorKinds
  if (unreadable === 0) return slot
  return { ...slot, errors: slot.errors - unreadable, timeouts: slot.timeouts + unreadable, errorKinds }
}

function withoutErrors(slot: LoadSlot, kind: OwnErrorKind): LoadSlot {
  const { [kind]: count = 0, ...errorKinds } = slot.errorKinds
  if (count === 0) return slot
  return withInstants({ ...slot, errors: slot.errors - count, errorKinds }, count)
}

/** With so many more that were completed at once. */
function withInstants(slot: LoadSlot, count: number): LoadSlot {
  const withInstant = (counts: LatencyCounts) => mergeLatencies([counts, instant(count)])
  return {
    ...slot,
    completed: slot.completed + count,
    responseTime: withInstant(slot.responseTime),
    serviceTime: withInstant(slot.serviceTime),
    timeToFirstByte: withInstant(slot.timeToFirstByte),
    firstByteResponseTime: withInstant(slot.firstByteResponseTime),
  }
}

/** Those that were cut off when the run was stopped count as never answered. */
export function withInterrupted(slot: LoadSlot): LoadSlot {
  return { ...slot, interrupted: 0 }
}

const INSTANT_SECONDS = 1e-6

function instant(count: number): LatencyCounts {
  if (count === 0) return NO_LATENCIES
  return mergeLatencies([
    {
      values: Float64Array.of(INSTANT_SECONDS),
      counts: Float64Array.of(count),
      unbounded: 0,
      minSeconds: INSTANT_SECONDS,
      maxSeconds: INSTANT_SECONDS,
      sumSeconds: count * INSTANT_SECONDS,
    },
  ])
}
