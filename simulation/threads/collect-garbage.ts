// Takes away what nothing refers to any more. What columns leave behind lies outside of the heap, where it is collected late:
// a thread that begins the next month before it is gone takes some twenty megabytes more.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')

/** A context that is made after the flag was set has the function. It takes milliseconds. */
const gc: unknown = runInNewContext('gc')

export function collectGarbage(): void {
  if (typeof gc === 'function') gc()
}
