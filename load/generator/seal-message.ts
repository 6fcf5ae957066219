// Which messages of a generator hold counts instead of rows. A generator that reports over a network calls this beside its
// thread, never in it: to count takes the thread's time from what it measures.

import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { sealTimings } from '../recording/seal-timings.ts'
import { timingsCount } from '../recording/timings.ts'
import type { Timings } from './protocol.ts'

/**
 * Measured, docs/generator-arithmetic.md: a message of so many rows costs its collector half as much as counts, and a fifth
 * of the bytes. 1,000 generators below it are 500,000 rows a second, a third of a core and 25 MB.
 */
export const SEAL_FROM_ROWS = 500

/** Where many requests share few rows, rows are cheaper: a part costs its collector as much as some dozens of them. */
export const FEWEST_ROWS_PER_PART = 50

/** The same message, with counts in place of rows where there are many. */
export function sealMessage(message: Timings, plan: LoadPlan): Timings {
  const rows = timingsCount(message.timings)
  if (message.sealed || rows < SEAL_FROM_ROWS) return message
  const { timings, sealed } = sealTimings(message.timings, plan)
  return sealed.slots.length * FEWEST_ROWS_PER_PART > rows ? message : { ...message, timings, sealed }
}
