// Into which buckets the requests fall, and in what shares: a cell for each interval between two neighbouring bounds of any
// layout. From these, counts are drawn in place of single requests. Seconds.

import type { Fault } from '../../core/scenario/server-behaviour.ts'
import { type FaultEffects, faultEffects, NO_EFFECTS } from '../../server/faults/combined-faults.ts'
import type { Degradation } from './incidents-at.ts'
import type { ShareAtMost } from './latency-share.ts'

export interface DrawnCell {
  /** The bound above it, which its observations are at most; Infinity for the last. */
  readonly upperBound: number
  /** Of all requests. */
  readonly share: number
  /** Of all requests, those that end here and are answered with an error or reset. */
  readonly errorShare: number
  readonly resetShare: number
  /** NaN where it is not wanted. */
  readonly meanSeconds: number
}

export interface DrawnOptions {
  /** What the latency model draws. */
  readonly work: ShareAtMost
  /** Of all layouts, ascending and each once. */
  readonly bounds: readonly number[]
  /** How late the timers are that the service works by, at the most; 0 where the model says what requests take. */
  readonly wakeLatenessSeconds: number
  /** Whether the means of the cells are wanted, which take longer than all else. Absent: they are. */
  readonly withMeans?: boolean
}

/** Timers end late by any time up to their most: the mean over so many instants. */
const LATENESSES = 16

/** @param degradations those that are on at once: each concerns its share of the requests, whatever the others do */
export function drawnCells(options: DrawnOptions, degradations: readonly Degradation[]): readonly DrawnCell[] {
  const mixed = effectsOf(degradations)
  const weighted = (part: (effects: FaultEffects) => number): ShareAtMost => {
    const parts = mixed.map(({ weight, effects }) => ({ weight: weight * part(effects), effects }))
    const some = parts.filter(({ weight }) => weight > 0)
    return (seconds) =>
      some.reduce((sum, { weight, effects: { slowdown, addedDelaySeconds } }) => {
        return sum + weight * lateShare(options, (seconds - addedDelaySeconds) / slowdown, slowdown)
      }, 0)
  }
  return cellsOf(options, {
    all: weighted(() => 1),
    error: weighted(errorFraction),
    reset: weighted(({ resetFraction }) => resetFraction),
  })
}

/** A reset takes precedence where the two exceed 1 together. */
function errorFraction({ errorFraction: errors, resetFraction }: FaultEffects): number {
  return Math.min(errors, 1 - resetFraction)
}

/** Every combination of degradations that a request may meet, with the share of requests that meets it. */
function effectsOf(degradations: readonly Degradation[]) {
  const combinations = degradations.reduce<readonly { weight: number; faults: readonly Fault[] }[]>(
    (all, { share, faults: further }) =>
      all.flatMap(({ weight, faults }) => [
        { weight: weight * (1 - share), faults },
        { weight: weight * share, faults: [...faults, ...further] },
      ]),
    [{ weight: 1, faults: [] }],
  )
  return combinations
    .filter(({ weight }) => weight > 0)
    .map(({ weight, faults }) => ({ weight, effects: faults.length === 0 ? NO_EFFECTS : faultEffects(faults) }))
}

function lateShare({ work, wakeLatenessSeconds }: DrawnOptions, seconds: number, slowdown: number): number {
  const most = wakeLatenessSeconds / slowdown
  if (most === 0) return work(seconds)
  let sum = 0
  for (let i = 0; i < LATENESSES; i++) sum += work(seconds - (most * (i + 0.5)) / LATENESSES)
  return sum / LATENESSES
}

interface Shares {
  readonly all: ShareAtMost
  readonly error: ShareAtMost
  readonly reset: ShareAtMost
}

function cellsOf({ bounds, withMeans = true }: DrawnOptions, { all, error, reset }: Shares): DrawnCell[] {
  const ends = [...bounds, Number.POSITIVE_INFINITY]
  const between = (share: ShareAtMost, lower: number | undefined, upper: number) =>
    Math.max(0, share(upper) - (lower === undefined ? 0 : share(lower)))
  return ends.map((upperBound, i) => {
    const lower = ends[i - 1]
    const upper = Number.isFinite(upperBound) || !withMeans ? upperBound : endOf(all, lower ?? 0)
    const share = Number.isFinite(upperBound) ? between(all, lower, upper) : 1 - (lower === undefined ? 0 : all(lower))
    return {
      upperBound,
      share: Math.max(0, share),
      errorShare: between(error, lower, upperBound),
      resetShare: between(reset, lower, upperBound),
      meanSeconds: withMeans ? meanBetween(all, lower ?? 0, upper) : Number.NaN,
    }
  })
}

const STEPS = 64

/** E(X | lower < X ≤ upper), from the area under the distribution: the middle where hardly anything lies between. */
function meanBetween(share: ShareAtMost, lower: number, upper: number): number {
  const [below, above] = [share(lower), share(upper)]
  if (!(above - below > 1e-9)) return (lower + upper) / 2
  const width = (upper - lower) / STEPS
  let area = 0
  for (let i = 0; i < STEPS; i++) area += share(lower + (i + 0.5) * width) * width
  const mean = (upper * above - lower * below - area) / (above - below)
  return Math.min(upper, Math.max(lower, mean))
}

/** Where practically nothing lies above. */
function endOf(share: ShareAtMost, from: number): number {
  let end = Math.max(2 * from, 1)
  while (share(end) < 1 - 1e-7 && end < 1e9) end *= 2
  return end
}
