// Whether this process was running between two looks at something that is looked at a few times a second. A process that
// was stopped, or busy for long, must not hold against others what it did not hear meanwhile. Pure: instants are handed in,
// in seconds.

import { ALIVE_SECONDS } from './alive-seconds.ts'

/** Whoever looks less often than this was not running in between. */
const LATE_LOOK_SECONDS = 2 * ALIVE_SECONDS

export class PausedLooks {
  #lookedSeconds: number

  constructor(nowSeconds: number) {
    this.#lookedSeconds = nowSeconds
  }

  /** To be called with each look. @returns how long this process was not running since the last one; 0 where it was */
  pausedSeconds(nowSeconds: number): number {
    const sinceLook = nowSeconds - this.#lookedSeconds
    this.#lookedSeconds = nowSeconds
    return sinceLook > LATE_LOOK_SECONDS ? sinceLook : 0
  }
}
