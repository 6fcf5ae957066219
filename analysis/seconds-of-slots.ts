// Load slots gathered by the second and the phase in which they were due, in the order of time.

import type { LoadSlot } from '../core/load-result.ts'

export interface SecondOfPhase {
  readonly phase: number
  readonly second: number
  /** One for each request template. */
  readonly slots: readonly LoadSlot[]
}

export function secondsOfSlots(slots: readonly LoadSlot[]): SecondOfPhase[] {
  const seconds = new Map<string, { phase: number; second: number; slots: LoadSlot[] }>()
  for (const slot of slots) {
    const key = `${slot.second}/${slot.phase}`
    const gathered = seconds.get(key)
    if (gathered) gathered.slots.push(slot)
    else seconds.set(key, { phase: slot.phase, second: slot.second, slots: [slot] })
  }
  return [...seconds.values()].sort((a, b) => a.second - b.second || a.phase - b.phase)
}
