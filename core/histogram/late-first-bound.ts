import { formatDuration } from '../text/duration.ts'

/** Seconds. Bounds of latencies begin below one second; from here on milliseconds were meant. */
const LATE = 10

/** What to say of bounds without a unit that are milliseconds, it seems; null of all others. */
export function lateFirstBound(bounds: readonly number[]): string | null {
  const [first] = bounds
  if (first === undefined || first < LATE) return null
  return `bounds without a unit are seconds, so the first bucket ends at ${formatDuration(first)}; milliseconds are written ${first}ms`
}
