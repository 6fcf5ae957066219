// Load slots gathered by the second and the phase in which they were due, in the order of time.

import type { LoadResult, LoadSlot, PhaseWindow } from '../../core/run/load-result.ts'
import type { Phase } from '../../core/scenario/load-plan.ts'

export interface StratifiedSecond {
  readonly second: number
  /** Seconds of one stratum are alike by design: those of one phase, or of one eighth of a ramp. */
  readonly stratum: number
  /** One for each request template. */
  readonly slots: readonly LoadSlot[]
}

// A ramp changes all along; within an eighth of it, the rate moves by an eighth of the way.
const STRATA_OF_A_RAMP = 8

/**
 * @param slots some of the load's
 * @param planned the scenario's phases, in the order of the load's; as often over as the load is of repeated runs
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
      // What differs from run to run is chance: a phase is one stratum in all of them.
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
