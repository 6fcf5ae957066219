// How late sleeps end on this machine, by the timers that generators use.

import type { Clock } from '../../../core/clock.ts'
import type { TimerFacts } from '../../../core/doctor/machine-facts.ts'
import { latencyQuantile, totalCount } from '../../../core/latency/latency-counts.ts'
import { startAlarmClock } from '../../../load/dispatch/alarm-clock.ts'
import { FineTimers } from '../../../load/dispatch/fine-timers.ts'
import { SleepTrial } from '../../../load/generator/sleep-trial.ts'
import { systemTimers } from '../../../load/timers.ts'

/** The thread that wakes others needs a moment. */
const START_SECONDS = 0.15

/** @returns null where no precise sleep ended */
export async function measureLateness(seconds: number, clock: Clock): Promise<TimerFacts | null> {
  const timers = new FineTimers(systemTimers, startAlarmClock)
  try {
    const trial = new SleepTrial(timers)
    await clock.sleep(START_SECONDS)
    timers.forgetLateness()
    await clock.sleep(seconds)
    const lateness = trial.stop()
    const sleeps = totalCount(lateness)
    if (sleeps === 0) return null
    return {
      sleeps,
      medianSeconds: latencyQuantile(lateness, 0.5),
      p99Seconds: latencyQuantile(lateness, 0.99),
      maxSeconds: lateness.maxSeconds,
    }
  } finally {
    timers.close()
  }
}
