// When the generator's threads were saturated, and which requests that may have touched.
//
// In a saturated thread an answer is read when its turn comes, a connection is free when its answer was read, and the next
// request is sent when a connection is free. So the thread's own queue looks like waiting for the service, and no timing of
// a request tells one from the other. What is known is when the thread had time to spare: requests that began and were
// decided then were measured.

import type { GeneratorInterval } from '../../core/run/generators/generator-interval.ts'
import { joinedSpells, type Spell } from './spell.ts'

/** A shorter part of an interval is an interruption that the event loop's delay shows, and not a queue. */
const SATURATED_PART = 0.2

/** Ascending; spells that touch are one. */
export function saturatedSpells(intervals: readonly GeneratorInterval[]): Spell[] {
  const isSaturated = ({ startSeconds, endSeconds, saturatedSeconds }: GeneratorInterval) =>
    saturatedSeconds >= SATURATED_PART * (endSeconds - startSeconds)
  return joinedSpells(intervals.filter(isSaturated))
}

/**
 * Whether a request due in [second, second + 1) may have been delayed by a spell so that it missed a limit: one that began
 * before the limit had passed, or one that ended less than its own length before. What piles up during a spell delays what
 * follows by no more than that.
 * @param limitSeconds after which it is decided that the request was too slow
 */
export function isTouched(spells: readonly Spell[], second: number, limitSeconds: number): boolean {
  return spells.some(
    ({ startSeconds, endSeconds }) =>
      startSeconds < second + 1 + limitSeconds && second < endSeconds + (endSeconds - startSeconds),
  )
}

/** For how long any thread was saturated between two instants. */
export function saturatedSecondsIn(intervals: readonly GeneratorInterval[], from: number, to: number): number {
  const seconds = new Map<number, number>()
  for (const { startSeconds, endSeconds, saturatedSeconds } of intervals) {
    const length = endSeconds - startSeconds
    const inside = Math.min(endSeconds, to) - Math.max(startSeconds, from)
    if (!(length > 0 && inside > 0)) continue
    // Threads report at the same instants: the worst of them counts.
    const key = Math.round(startSeconds)
    seconds.set(key, Math.max(seconds.get(key) ?? 0, (saturatedSeconds * inside) / length))
  }
  return [...seconds.values()].reduce((sum, each) => sum + each, 0)
}
