// One element of an instant vector whose value, and whose presence, may be known within bounds only. Whatever the
// observations inside of the buckets were, an element that is there has a value from `low` to `high`.

import type { InstantSample } from '../../promql/evaluate/instant-sample.ts'
import type { Labels } from '../../series/series.ts'

export interface BoundedValue {
  /** As Prometheus calculates it; null where its evaluation has no such element. */
  readonly drawn: number | null
  /** Both are NaN for a value that is NaN for sure; they are infinite for one that may be NaN. */
  readonly low: number
  readonly high: number
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
export function isAnything({ low, high }: Pick<BoundedValue, 'low' | 'high'>): boolean {
  return low === ANYTHING.low && high === ANYTHING.high
}

/**
 * The ends of what is calculated from values within bounds. Where one of these has an infinite end, a result that is no
 * number (infinity times nothing) does not tell that the value is none.
 */
export function endsFrom(
  parts: readonly Pick<BoundedValue, 'low' | 'high'>[],
  low: number,
  high: number,
): Pick<BoundedValue, 'low' | 'high'> {
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
