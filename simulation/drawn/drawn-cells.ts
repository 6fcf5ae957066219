// Into which buckets the requests fall, and in what shares: a cell for each interval between two neighbouring bounds of any
// layout. From these, counts are drawn in place of single requests. Seconds.

import type { MachineModel } from '../../core/simulation/machine-model.ts'
import { faultEffects, NO_EFFECTS } from '../../server/faults/combined-faults.ts'
import type { Incident } from './incident.ts'
import type { ShareAtMost } from './latency-share.ts'

export interface DrawnCell {
  /** The bound above it, which its observations are at most; Infinity for the last. */
  readonly upperBound: number
  /** Of all requests. */
  readonly share: number
  readonly meanSeconds: number
}

export interface Drawn {
  readonly cells: readonly DrawnCell[]
  readonly meanSeconds: number
  /** Shares of all requests. */
  readonly errorShare: number
  readonly resetShare: number
}

export interface DrawnOptions {
  /** What the latency model draws. */
  readonly work: ShareAtMost
  /** Of all layouts, ascending and each once. */
  readonly bounds: readonly number[]
  readonly machine: MachineModel
}

/** Timers end late by any time up to their most: the mean over so many instants. */
const LATENESSES = 16

/** @param incidents those that are on at once: each concerns its share of the requests, whatever the others do */
export function drawnCells(options: DrawnOptions, incidents: readonly Incident[]): Drawn {
  const mixed = effectsOf(incidents)
  const share: ShareAtMost = (seconds) =>
    mixed.reduce((sum, { weight, effects }) => {
      const { slowdown, addedDelaySeconds } = effects
      return sum + weight * lateShare(options, (seconds - addedDelaySeconds) / slowdown, slowdown)
    }, 0)
  const cells = cellsOf(share, options.bounds)
  return {
    cells,
    meanSeconds: cells.reduce((sum, cell) => sum + cell.share * cell.meanSeconds, 0),
    errorShare: mixed.reduce((sum, { weight, effects }) => sum + weight * effects.errorFraction, 0),
    resetShare: mixed.reduce((sum, { weight, effects }) => sum + weight * effects.resetFraction, 0),
  }
}

/** Every combination of incidents that a request may meet, with the share of requests that meets it. */
function effectsOf(incidents: readonly Incident[]) {
  const combinations = incidents.reduce<readonly { weight: number; met: readonly Incident[] }[]>(
    (all, incident) =>
      all.flatMap(({ weight, met }) => {
        const share = incident.kind === 'degraded' ? incident.share : 0
        return [
          { weight: weight * (1 - share), met },
          { weight: weight * share, met: [...met, incident] },
        ]
      }),
    [{ weight: 1, met: [] }],
  )
  return combinations
    .filter(({ weight }) => weight > 0)
    .map(({ weight, met }) => {
      const faults = met.flatMap((incident) => (incident.kind === 'degraded' ? incident.faults : []))
      return { weight, effects: faults.length === 0 ? NO_EFFECTS : faultEffects(faults) }
    })
}

function lateShare({ work, machine }: DrawnOptions, seconds: number, slowdown: number): number {
  const most = machine.wakeLatenessSeconds / slowdown
  if (most === 0) return work(seconds)
  let sum = 0
  for (let i = 0; i < LATENESSES; i++) sum += work(seconds - (most * (i + 0.5)) / LATENESSES)
  return sum / LATENESSES
}

function cellsOf(share: ShareAtMost, bounds: readonly number[]): DrawnCell[] {
  const ends = [...bounds, Number.POSITIVE_INFINITY]
  return ends.map((upperBound, i) => {
    const lower = i === 0 ? 0 : (ends[i - 1] as number)
    const upper = Number.isFinite(upperBound) ? upperBound : endOf(share, lower)
    const inCell = (Number.isFinite(upperBound) ? share(upperBound) : 1) - (i === 0 ? 0 : share(lower))
    return { upperBound, share: Math.max(0, inCell), meanSeconds: meanBetween(share, lower, upper) }
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
