// One element of an instant vector whose value, and whose presence, may be known within bounds only. Whatever the
// observations inside of the buckets were, an element that is there has a value from `low` to `high`.

import type { Interval } from '../../../core/backtest/backtest.ts'
import type { InstantSample } from '../../promql/evaluate/instant-sample.ts'
import type { Labels } from '../../series/series.ts'

/** Both ends are NaN for a value that is NaN for sure; they are infinite for one that may be NaN. */
export interface BoundedValue extends Interval {
  /** As Prometheus calculates it; null where its evaluation has no such element. */
  readonly drawn: number | null
}

export interface BoundedSample extends BoundedValue {
  readonly labels: Labels
  /** Whether the element is there for sure. One that cannot be there is no element. */
  readonly surely: boolean
}

export function exactly({ labels, value }: InstantSample): BoundedSample {
  return { labels, drawn: value, low: value, high: value, surely: true }
}

/** Bounds that say nothing. */
export const ANYTHING = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }

/** Whether nothing is known of the value, so that it may be NaN. */
export function isAnything({ low, high }: Interval): boolean {
  return low === ANYTHING.low && high === ANYTHING.high
}

/**
 * The ends of what is calculated from values within bounds. Where one of these has an infinite end, a result that is no
 * number (infinity times nothing) does not tell that the value is none.
 */
export function endsFrom(parts: readonly Interval[], low: number, high: number): Interval {
  const isOpen = parts.some((part) => part.low < part.high && !Number.isFinite(part.high - part.low))
  if (!isOpen) return { low, high }
  return { low: Number.isNaN(low) ? ANYTHING.low : low, high: Number.isNaN(high) ? ANYTHING.high : high }
}

/** Of an element about which nothing is known but what is drawn. */
export function open({ labels, value }: InstantSample): BoundedSample {
  return { ...ANYTHING, labels, drawn: value, surely: false }
}

/** What Prometheus draws lies within the bounds, also where rounding put it beside them. */
export function around(drawn: number | null, low: number, high: number): BoundedValue {
  const isNone = Number.isNaN(low) && Number.isNaN(high) && (drawn === null || Number.isNaN(drawn))
  if (isNone) return { drawn, low, high }
  if (Number.isNaN(low) || Number.isNaN(high)) return { ...ANYTHING, drawn }
  if (drawn === null || Number.isNaN(drawn)) return { drawn, low, high }
  return { drawn, low: drawn < low ? drawn : low, high: drawn > high ? drawn : high }
}

/**
 * Between which values one of the members lies, or what lies between them. Where some are there for sure, the largest is at
 * least each of those, and the smallest at most.
 */
export function spread(
  members: readonly Interval[],
  sure: readonly Interval[],
  extreme: 'smallest' | 'largest' | null,
): Interval {
  const [lows, highs] = [members.map(({ low }) => low), members.map(({ high }) => high)]
  return {
    low: extreme === 'largest' && sure.length > 0 ? Math.max(...sure.map(({ low }) => low)) : Math.min(...lows),
    high: extreme === 'smallest' && sure.length > 0 ? Math.min(...sure.map(({ high }) => high)) : Math.max(...highs),
  }
}

/** The elements that Prometheus' own evaluation has. */
export function drawnOf(samples: readonly BoundedSample[]): InstantSample[] {
  return samples.flatMap(({ labels, drawn }) => (drawn === null ? [] : [{ labels, value: drawn }]))
}

export function lowsOf(samples: readonly BoundedSample[]): InstantSample[] {
  return samples.map(({ labels, low }) => ({ labels, value: low }))
}

export function highsOf(samples: readonly BoundedSample[]): InstantSample[] {
  return samples.map(({ labels, high }) => ({ labels, value: high }))
}

/** Elements whose value is their place in a list: what becomes of them is seen from where they come out. */
export function placesOf(samples: readonly { readonly labels: Labels }[]): InstantSample[] {
  return samples.map(({ labels }, i) => ({ labels, value: i }))
}
