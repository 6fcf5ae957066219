// Sleeps again and again while the connections are opened, to see how late sleeps end on this machine: without a warm-up
// there is no other time for it.

import type { LatencyCounts } from '../../core/latency/latency-counts.ts'
import type { FineTimers } from '../dispatch/fine-timers.ts'
import type { Alarm } from '../timers.ts'

const SLEEP_SECONDS = 0.0005

export class SleepTrial {
  readonly #timers: Pick<FineTimers, 'sleep' | 'cancel' | 'lateness'>
  #alarm: Alarm | undefined

  constructor(timers: Pick<FineTimers, 'sleep' | 'cancel' | 'lateness'>) {
    this.#timers = timers
    this.#sleep()
  }

  /** Ends the trial. @returns how late its sleeps were */
  stop(): LatencyCounts {
    if (this.#alarm) this.#timers.cancel(this.#alarm)
    this.#alarm = undefined
    return this.#timers.lateness()
  }

  #sleep(): void {
    this.#alarm = this.#timers.sleep(SLEEP_SECONDS, () => this.#sleep())
  }
}
