// Load slots grouped by second and stratum, ascending in time.

import type { LoadResult, LoadSlot, PhaseWindow } from '../../core/run/load-result.ts'
import type { Phase } from '../../core/scenario/load-plan.ts'

export interface StratifiedSecond {
  readonly second: number
  /** The scenario makes the seconds of one stratum alike: one phase, or one eighth of a ramp. */
  readonly stratum: number
  /** One for each request template. */
  readonly slots: readonly LoadSlot[]
}

// The rate of a ramp changes all the time; within one eighth of it, by one eighth of the whole change.
const STRATA_OF_A_RAMP = 8

/**
 * @param slots a subset of the load's slots
 * @param planned the phases of the scenario; the windows repeat them once for each run where runs are pooled
 */
export function stratifiedSeconds(
  slots: readonly LoadSlot[],
  windows: LoadResult['phases'],
  planned: readonly Phase[],
): StratifiedSecond[] {
  const seconds = new Map<string, { second: number; stratum: number; slots: LoadSlot[] }>()
  for (const slot of slots) {
    const { second, phase } = slot
    const gathered = seconds.get(`${second}/${phase}`)
    if (gathered) gathered.slots.push(slot)
    else {
      // Differences between repeated runs are chance, so a phase is one stratum over all runs.
      const plan = phase % Math.max(1, planned.length)
      const part = isRamp(planned[plan]) ? partOf(windows[phase], second) : 0
      seconds.set(`${second}/${phase}`, { second, stratum: plan * STRATA_OF_A_RAMP + part, slots: [slot] })
    }
  }
  return [...seconds.values()].sort((a, b) => a.second - b.second || a.stratum - b.stratum)
}

function isRamp(phase: Phase | undefined): boolean {
  return phase?.traffic.kind === 'open' && phase.traffic.fromRatePerSecond !== phase.traffic.toRatePerSecond
}

function partOf(window: PhaseWindow | undefined, second: number): number {
  if (window === undefined) return 0
  const position = (second - window.startSeconds) / (window.endSeconds - window.startSeconds)
  return Math.min(STRATA_OF_A_RAMP - 1, Math.max(0, Math.floor(position * STRATA_OF_A_RAMP)))
}
