// Numbers as people read them: three significant digits, a unit on each, nothing that looks more exact than it is.

import { groupDigits } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatChange } from '../../core/text/figures/share.ts'

/** What stands where there is no number. */
export const NO_FIGURE = 'n/a'

/**
 * A latency of at most three digits, in the same form as in sentences: `2s`, `40.5ms`, `350µs`. Null is `n/a`, or `∞` where
 * it lies among the requests that never ended.
 */
export function formatLatency(seconds: number | null, unbounded = false): string {
  if (seconds === null) return unbounded ? '∞' : NO_FIGURE
  return formatDuration(seconds)
}

/** A difference of latencies, its sign always shown. */
export function formatLatencyDifference(seconds: number | null): string {
  if (seconds === null || Number.isNaN(seconds)) return NO_FIGURE
  return seconds > 0 ? `+${formatLatency(seconds)}` : formatLatency(seconds)
}

/** A ratio of a difference to what it is measured by: `+128%`, `−0.4%`. */
export function formatRelative(ratio: number | null): string {
  if (ratio === null || !Number.isFinite(ratio)) return NO_FIGURE
  return formatChange(ratio)
}

/** `12,345` */
export function formatCount(count: number): string {
  return Number.isFinite(count) ? groupDigits(count, 0) : NO_FIGURE
}

/** How long something took, for people: `45s`, `1m 45s`, `2h 3m`. */
export function formatSpan(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole}s`
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60]
  if (minutes < 60) return rest === 0 ? `${minutes}m` : `${minutes}m ${rest}s`
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${Math.floor(minutes / 60)}h ${minutes % 60}m`
}

/** A clock that runs: `0:34`, `12:05`, `1:00:00`. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
