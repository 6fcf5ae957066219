// Waits for something, and no longer than so long: nothing of a run may hang on a side that does not answer.

import { systemClock } from '../../core/clock.ts'

/** @returns whether it was in time. Rejects with it where it rejects in time */
export async function within(seconds: number, done: Promise<unknown>): Promise<boolean> {
  const settled = new AbortController()
  const inTime = done.then(() => true)
  // Whoever has stopped waiting is not told any more.
  inTime.catch(() => {})
  try {
    return await Promise.race([inTime, systemClock.sleep(seconds, settled.signal).then(() => false)])
  } finally {
    settled.abort()
  }
}
