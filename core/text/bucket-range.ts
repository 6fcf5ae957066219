import { formatDuration } from './duration.ts'

/** The latencies that a histogram bucket holds, in words: `2s to 5s`, `at most 100ms`, `above 5s`. Seconds. */
export function bucketRange(lower: number, upper: number | '+Inf' | null): string {
  if (upper === null || upper === '+Inf') return lower <= 0 ? 'any latency' : `above ${formatDuration(lower)}`
  return lower <= 0 ? `at most ${formatDuration(upper)}` : `${formatDuration(lower)} to ${formatDuration(upper)}`
}

/** Between which latencies one lies that buckets do not tell: `in (2s, 5s]`, `at most 100ms`, `above 5s, how far is not known`. */
export function latencyRange({ lower, upper }: { readonly lower: number; readonly upper: number | null }): string {
  if (upper === null) return `above ${formatDuration(lower)}, how far is not known`
  return lower <= 0 ? `at most ${formatDuration(upper)}` : `in ${latencyInterval({ lower, upper })}`
}

/** The same as an interval: `(2s, 5s]`, `[0s, 100ms]`, `(5s, ∞)`. */
export function latencyInterval({ lower, upper }: { readonly lower: number; readonly upper: number | null }): string {
  const from = lower <= 0 ? '[0s' : `(${formatDuration(lower)}`
  return upper === null ? `${from}, ∞)` : `${from}, ${formatDuration(upper)}]`
}
