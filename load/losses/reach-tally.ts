// How many requests of one generator got no connection, and how many the service answered, by phase: whoever reaches the
// service has answers.

import { unconnected } from '../../core/run/load-result.ts'
import type { Timings } from '../generator/protocol.ts'
import { COMPLETED, CONNECT, TIMEOUT } from '../recording/outcome.ts'

export interface Reach {
  /** By phase: no connection could be opened for them, or none was free until they timed out. */
  readonly unconnected: readonly number[]
  /** By phase, whatever was answered. */
  readonly answered: readonly number[]
}

export class ReachTally implements Reach {
  readonly unconnected: number[]
  readonly answered: number[]

  constructor(phaseCount: number) {
    this.unconnected = Array.from({ length: phaseCount }, () => 0)
    this.answered = Array.from({ length: phaseCount }, () => 0)
  }

  add({ timings, sealed }: Timings): void {
    // Most rows were answered.
    const { phase: phases, outcome: outcomes, status, sentSeconds } = timings
    for (let row = 0; row < phases.length; row++) {
      const [phase, outcome] = [phases[row] as number, outcomes[row] as number]
      if (outcome === COMPLETED || (status[row] as number) > 0) this.#count(this.answered, phase, 1)
      else if (outcome === CONNECT || (outcome === TIMEOUT && Number.isNaN(sentSeconds[row])))
        this.#count(this.unconnected, phase, 1)
    }
    for (const slot of sealed?.slots ?? []) {
      this.#count(this.unconnected, slot.phase, unconnected(slot))
      this.#count(this.answered, slot.phase, slot.completed + slot.answeredErrors)
    }
  }

  #count(counts: number[], phase: number, more: number): void {
    counts[phase] = (counts[phase] ?? 0) + more
  }
}
