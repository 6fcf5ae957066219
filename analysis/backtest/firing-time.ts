// How long at least one of several episodes fired.

import type { Episode, TimeSpan } from '../../core/backtest/backtest.ts'

/** Until when it is known to have fired. */
export function knownEndMs({ endMs, lastFiringMs }: Episode): number {
  return endMs ?? lastFiringMs
}

export function firingSpans(episodes: readonly Episode[]): TimeSpan[] {
  return episodes.map((episode) => ({ fromMs: episode.startMs, toMs: knownEndMs(episode) }))
}

export function firingMs(episodes: readonly Episode[]): number {
  return unitedMs(firingSpans(episodes))
}

/** The length of the union. */
export function unitedMs(spans: readonly TimeSpan[]): number {
  let total = 0
  let reachedMs = Number.NEGATIVE_INFINITY
  for (const { fromMs, toMs } of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    if (toMs <= reachedMs) continue
    total += toMs - Math.max(fromMs, reachedMs)
    reachedMs = toMs
  }
  return total
}

/** The parts of spans within another. */
export function clippedTo(spans: readonly TimeSpan[], within: TimeSpan): TimeSpan[] {
  return spans
    .map(({ fromMs, toMs }) => ({ fromMs: Math.max(fromMs, within.fromMs), toMs: Math.min(toMs, within.toMs) }))
    .filter(({ fromMs, toMs }) => fromMs < toMs)
}
