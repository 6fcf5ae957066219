import { formatDuration } from './duration.ts'

/** The latencies that a histogram bucket holds, in words: `2s to 5s`, `at most 100ms`, `above 5s`. Seconds. */
export function bucketRange(lower: number, upper: number | '+Inf' | null): string {
  if (upper === null || upper === '+Inf') return lower <= 0 ? 'any latency' : `above ${formatDuration(lower)}`
  return lower <= 0 ? `at most ${formatDuration(upper)}` : `${formatDuration(lower)} to ${formatDuration(upper)}`
}
