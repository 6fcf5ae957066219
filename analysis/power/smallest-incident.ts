// How long an incident must last to be found. What is found at five minutes is not simply taken to be found at ten: only
// lengths that were tried say something, and the one from which on all of them were found is the answer.

import type { PowerPoint, SmallestIncident } from '../../core/drill/power-curve.ts'

export type IncidentKind = Pick<PowerPoint, 'share' | 'slowdown' | 'traffic'>

/** @returns null where no length of it was tried */
export function smallestIncident(points: readonly PowerPoint[], kind: IncidentKind): SmallestIncident | null {
  const ascending = triedLengths(points, kind)
  const longest = ascending.at(-1)
  if (longest === undefined) return null
  const { share, slowdown, traffic } = kind
  const firstNotMissed = ascending.findIndex(({ finding }) => finding !== 'missed')
  const missed = firstNotMissed < 0 ? longest : ascending[firstNotMissed - 1]
  const lastNotFound = ascending.findLastIndex(({ finding }) => finding !== 'found')
  return {
    ...{ share, slowdown, traffic },
    missedUpToSeconds: missed?.durationSeconds ?? null,
    foundFromSeconds: ascending[lastNotFound + 1]?.durationSeconds ?? null,
    longestTriedSeconds: longest.durationSeconds,
  }
}

/** How near to each other the longest that is missed and the shortest that is found shall be. */
const NEAR = 1.3

/** Which length tells more of where the boundary is; null where none does, or is worth trying. Whole seconds. */
export function nextLength(points: readonly PowerPoint[], kind: IncidentKind, leastSeconds: number): number | null {
  const smallest = smallestIncident(points, kind)
  if (smallest === null || smallest.foundFromSeconds === null) return null
  const { missedUpToSeconds, foundFromSeconds } = smallest
  const next =
    missedUpToSeconds === null
      ? Math.max(leastSeconds, Math.round(foundFromSeconds / 2))
      : roundLength(Math.sqrt(missedUpToSeconds * foundFromSeconds))
  if (missedUpToSeconds !== null && foundFromSeconds <= missedUpToSeconds * NEAR) return null
  return triedLengths(points, kind).some(({ durationSeconds }) => durationSeconds === next) ? null : next
}

function triedLengths(points: readonly PowerPoint[], kind: IncidentKind): readonly PowerPoint[] {
  return points
    .filter(
      ({ share, slowdown, traffic }) => share === kind.share && slowdown === kind.slowdown && traffic === kind.traffic,
    )
    .sort((a, b) => a.durationSeconds - b.durationSeconds)
}

/** As people name lengths: in steps of 10 seconds below 5 minutes, of 30 below half an hour, of a minute above. */
function roundLength(seconds: number): number {
  const step = seconds < 30 ? 1 : seconds < 300 ? 10 : seconds < 1800 ? 30 : 60
  return Math.round(seconds / step) * step
}
