// Between which numbers the firings of an alert lie, where its histories are known only as "surely" and "could have".
//
// The history that really was fires wherever it surely did, and nowhere that it could not. So each episode of `could` that
// holds a moment of `surely` is one firing at least; and a stretch that is not sure may hold several, as far as there are
// evaluations for them: between two firings lie one evaluation at which the condition is false, and those at which it is
// pending again. Two episodes with a gap of the data between them may be one.

import type { AlertHistories, Episode } from '../../core/backtest/backtest.ts'
import { knownEndMs } from './firing-time.ts'
import { labelKey } from './label-key.ts'

/** What one episode of `could` may have been. */
export interface PossibleFiring {
  /** The earliest and the latest instant at which a firing in it may have begun. */
  readonly firstStartMs: number
  readonly lastStartMs: number
  /** By when it surely had fired; null where it may not have fired at all, or may be the one before it. */
  readonly certainByMs: number | null
  readonly most: number
}

export interface FiringTiming {
  readonly evaluationSeconds: number
  readonly forSeconds: number
}

/** One for each drawn episode: what was drawn is known. */
export function drawnFirings({ drawn }: AlertHistories): PossibleFiring[] {
  return drawn.map((episode, i) => ({
    firstStartMs: episode.startMs,
    lastStartMs: episode.startMs,
    certainByMs: mayContinue(drawn, i) === null ? episode.startMs : null,
    most: 1,
  }))
}

/** In the order of their beginnings. */
export function possibleFirings({ surely, could }: AlertHistories, timing: FiringTiming): PossibleFiring[] {
  const sureOf = new Map<string, Episode[]>()
  for (const episode of surely) {
    const key = labelKey(episode.labels)
    sureOf.set(key, [...(sureOf.get(key) ?? []), episode])
  }
  const sureWithin = (episode: Episode) =>
    (sureOf.get(labelKey(episode.labels)) ?? []).filter(
      ({ startMs }) => startMs >= episode.startMs && startMs <= knownEndMs(episode),
    )
  return could
    .map((episode, i) => {
      const found = possibleFiring(episode, sureWithin(episode), timing)
      const earlier = mayContinue(could, i)
      const isCounted = earlier !== null && sureWithin(earlier).length > 0
      return isCounted ? { ...found, certainByMs: null } : found
    })
    .sort((a, b) => a.firstStartMs - b.firstStartMs)
}

/** The episode of the same labels that it may be the continuation of, behind a gap; null where there is none. */
function mayContinue(episodes: readonly Episode[], index: number): Episode | null {
  const episode = episodes[index] as Episode
  if (!episode.startedBefore) return null
  const key = labelKey(episode.labels)
  const earlier = episodes.slice(0, index).findLast(({ labels }) => labelKey(labels) === key)
  return earlier !== undefined && earlier.endMs === null ? earlier : null
}

function possibleFiring(episode: Episode, sure: readonly Episode[], timing: FiringTiming): PossibleFiring {
  const stepMs = timing.evaluationSeconds * 1e3
  const evaluations = (fromMs: number, toMs: number) => Math.max(0, Math.round((toMs - fromMs) / stepMs))
  // Between two firings: the evaluation that ends the first, and those until the second is no longer pending.
  const between = 1 + Math.ceil((timing.forSeconds * 1e3) / stepMs)
  const behind = ({ endMs, lastFiringMs }: Episode) => endMs ?? lastFiringMs + stepMs
  const [firstStartMs, endMs] = [episode.startMs, behind(episode)]
  const [first] = sure
  if (first === undefined) {
    const most = Math.max(1, Math.floor((evaluations(firstStartMs, endMs) + between) / (between + 1)))
    return { firstStartMs, lastStartMs: endMs, certainByMs: null, most }
  }
  const last = sure.at(-1) ?? first
  const inner = sure.slice(1).map((next, i) => evaluations(behind(sure[i] as Episode), next.startMs))
  const edges = [evaluations(firstStartMs, first.startMs), evaluations(behind(last), endMs)]
  const most =
    1 +
    inner.reduce((sum, length) => sum + Math.floor((length + 1) / (between + 1)), 0) +
    edges.reduce((sum, length) => sum + Math.floor(length / (between + 1)), 0)
  return { firstStartMs, lastStartMs: most === 1 ? first.startMs : endMs, certainByMs: first.startMs, most }
}

/** The fewest and the most firings in the whole time. */
export function firingCounts(firings: readonly PossibleFiring[]): { readonly fewest: number; readonly most: number } {
  return {
    fewest: firings.filter(({ certainByMs }) => certainByMs !== null).length,
    most: firings.reduce((sum, { most }) => sum + most, 0),
  }
}

/** The most firings that may have begun in any span of that length. */
export function mostWithin(firings: readonly PossibleFiring[], spanMs: number): number {
  return firings.reduce((most, { lastStartMs }) => {
    const inSpan = firings.filter((each) => each.lastStartMs >= lastStartMs && each.firstStartMs < lastStartMs + spanMs)
    return Math.max(most, firingCounts(inSpan).most)
  }, 0)
}

/** So many firings at least surely began within some span of that length. */
export function fewestWithin(firings: readonly PossibleFiring[], spanMs: number): number {
  const sure = firings.flatMap(({ firstStartMs, certainByMs }) =>
    certainByMs === null ? [] : [{ firstStartMs, certainByMs }],
  )
  return sure.reduce((fewest, { firstStartMs }) => {
    const inSpan = sure.filter((each) => each.firstStartMs >= firstStartMs && each.certainByMs < firstStartMs + spanMs)
    return Math.max(fewest, inSpan.length)
  }, 0)
}
