// How figures read in the sentences of a report.

import { quantileLabel } from '../core/latency/quantile.ts'
import { formatShare } from '../core/scenario/objective.ts'
import { formatDuration } from '../core/text/duration.ts'

/** `P95`. */
export function quantileName(quantile: number): string {
  return quantileLabel(quantile).toUpperCase()
}

/** A duration in the fewest digits, 3 to 6, that show which side of the other one it lies on: 2.002 s beside 2 s. */
export function durationBeside(seconds: number, other: number): string {
  if (seconds === other) return formatDuration(seconds)
  for (let digits = 3; digits < 6; digits++)
    if (Number(seconds.toPrecision(digits)) !== Number(other.toPrecision(digits)))
      return formatDuration(seconds, digits)
  return formatDuration(seconds, 6)
}

/** `110ms to 131ms`; an end that is not bounded is said to be missing. */
export function intervalInWords(lower: number, upper: number, unit: 'seconds' | 'share'): string {
  const format = unit === 'seconds' ? (seconds: number) => formatDuration(seconds) : formatShare
  const from = Number.isFinite(lower) ? format(lower) : 'no lower end'
  return `${from} to ${Number.isFinite(upper) ? format(upper) : 'no upper end'}`
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** A change as a share of what was before: `+12%`, `-0.4%`. */
export function changeInWords(share: number): string {
  if (!Number.isFinite(share)) return share > 0 ? 'no upper end' : 'no lower end'
  const percent = Number((share * 100).toPrecision(Math.abs(share) < 0.1 ? 1 : 2))
  return `${percent > 0 ? '+' : ''}${percent}%`
}
