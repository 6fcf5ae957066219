// Takes away what nothing refers to any more. A simulated month leaves some eighty megabytes of columns behind, and a thread
// that begins the next one before they are gone needs both.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')

/** A context that is made after the flag was set has the function. It takes milliseconds. */
const gc: unknown = runInNewContext('gc')

export function collectGarbage(): void {
  if (typeof gc === 'function') gc()
}
