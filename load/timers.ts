// What the dispatcher needs of time: an instant and a way to be woken. Seconds on core/clock.ts's axis.

import { systemClock } from '../core/clock.ts'

/** A pending wake-up. */
export type Alarm = object

export interface Timers {
  nowSeconds(): number
  /** Wakes after about so many seconds: to the millisecond, late rather than early. */
  sleep(seconds: number, wake: () => void): Alarm
  /** Wakes when the event loop has looked for input once more. */
  soon(wake: () => void): void
  cancel(alarm: Alarm): void
}

export const systemTimers: Timers = {
  nowSeconds: systemClock.nowSeconds,
  sleep: (seconds, wake) => setTimeout(wake, Math.min(seconds * 1e3, 2 ** 31 - 1)),
  soon: (wake) => {
    setImmediate(wake)
  },
  cancel: (alarm) => clearTimeout(alarm as NodeJS.Timeout),
}
