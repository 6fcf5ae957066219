// Takes away what nothing refers to any more, where a thread has little in use: between two months, or between two trials. V8
// would do so in the middle of one, when much of it is in use still.

import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')

/** A context that is made after the flag was set has the function. It takes milliseconds. */
const gc: unknown = runInNewContext('gc')

/**
 * All of it. What columns leave behind lies outside of the heap, where it is collected late: a thread that begins the next month
 * before it is gone takes some twenty megabytes more.
 */
export function collectGarbage(): void {
  if (typeof gc === 'function') gc()
}

/** What trials make in some milliseconds. */
const MUCH_BYTES = 2e6

let leftBytes = 0

/**
 * Collects what was made lately, where that is much. V8 lets the young generation of a thread grow to 32 MB by what is still in use
 * whenever it is full; where it is collected before, hardly anything is. Not all garbage: V8 would forget shapes of objects of
 * which none is left between two trials, and compile anew what depends on them.
 */
export function collectYoungGarbage(): void {
  const usedBytes = getHeapStatistics().used_heap_size
  leftBytes = Math.min(leftBytes, usedBytes)
  if (usedBytes - leftBytes < MUCH_BYTES || typeof gc !== 'function') return
  gc({ type: 'minor' })
  leftBytes = getHeapStatistics().used_heap_size
}
