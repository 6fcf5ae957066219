// How the generators of a run wait for arrivals: by what was measured before the first measured request, not by how many
// cores there are, which says nothing about how much of them others use.

import type { TimerChoice, TimerMode } from '../../core/scenario/timer-mode.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatShare } from '../../core/text/figures/share.ts'

export interface TimerMeasurements {
  readonly choice: TimerChoice
  readonly generators: number
  /** Whether the service under test runs on this machine. */
  readonly isLocalTarget: boolean
  /** Whether the generators share this machine's cores. */
  readonly areHere: boolean
  /** Whether the generators sent a warm-up meanwhile: the service's own need is known then. */
  readonly warmedUp: boolean
  /** Cores that nobody used and this process may use; null where the platform does not tell. */
  readonly idleCores: number | null
  /** P99 of how late precise sleeps were; null where there were too few. */
  readonly wakeErrorSeconds: number | null
  /** The part of the warm-up in which a generator was ready to run and had no core. */
  readonly waitingForCoreShare: number
}

export interface ChosenTimers {
  readonly mode: TimerMode
  /** Why this one, as a phrase: `asked for`. */
  readonly reason: string
}

/** Requests sent this late at P99 are late enough to spend a core on, where there is one: half of half a millisecond. */
const GOOD_WAKE_ERROR_SECONDS = 0.00025

/** Others take a core from a generator now and then; a thread that spins meets them more often. */
const CONTENDED_SHARE = 0.05

/**
 * Idle cores that must be left beside those that spin. A service on this machine needs one to wake up on: without, it
 * takes turns with a spinning generator and is measured as slower than it is.
 */
const LEFT_IDLE = { local: 1, remote: 0.5 } as const

/** What a service on this machine may need, as long as it is not known. */
const UNKNOWN_NEED = 1

export function chooseTimers(measured: TimerMeasurements): ChosenTimers {
  const { choice, wakeErrorSeconds, idleCores, waitingForCoreShare } = measured
  if (choice !== 'auto') return { mode: choice, reason: 'asked for' }
  if (wakeErrorSeconds !== null && wakeErrorSeconds <= GOOD_WAKE_ERROR_SECONDS)
    return sparing(`sleeps end within ${formatDuration(wakeErrorSeconds)} of when they should (P99)`)
  if (waitingForCoreShare > CONTENDED_SHARE)
    return sparing(`the generator waited for a core during ${formatShare(waitingForCoreShare)} of the warm-up`)
  if (!measured.areHere) return sparing("how many cores are idle on the generators' machines is not known here")
  if (idleCores === null) return sparing('this platform does not tell how many cores are idle')
  const needed = idleCoresNeeded(measured)
  const idle = `${(Math.floor(idleCores * 10) / 10).toFixed(1)} cores were idle`
  if (idleCores < needed) return sparing(`${idle} before, and spinning needs ${needed}`)
  const late = wakeErrorSeconds === null ? '' : `sleeps end up to ${formatDuration(wakeErrorSeconds)} late (P99) and `
  return { mode: 'spinning', reason: `${late}${idle} before` }
}

function idleCoresNeeded({ generators, isLocalTarget, warmedUp }: TimerMeasurements): number {
  const unknown = isLocalTarget && !warmedUp ? UNKNOWN_NEED : 0
  return generators + (isLocalTarget ? LEFT_IDLE.local : LEFT_IDLE.remote) + unknown
}

function sparing(reason: string): ChosenTimers {
  return { mode: 'sparing', reason }
}
