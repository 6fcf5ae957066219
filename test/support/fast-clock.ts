// A clock that runs so many times as fast as the system's: what waits for seconds takes a fraction of them.

import { type Clock, systemClock } from '../../core/clock.ts'

export function fastClock(factor: number): Clock {
  return {
    nowSeconds: () => systemClock.nowSeconds() * factor,
    sleep: (seconds, signal) => systemClock.sleep(seconds / factor, signal),
  }
}
