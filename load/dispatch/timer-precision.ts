// Whether the generators may spin for the next arrival. A spinning generator needs a core of its own: on two cores
// it would take turns with the service it measures, and the service's latency would be the generator's doing.

import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { TimerPrecision } from './next-wake.ts'

export interface CoreBudget {
  readonly cores: number
  readonly generators: number
  /** Whether the service under test runs on this machine. */
  readonly isLocalTarget: boolean
}

/** One core for each generator, one for the main thread, one for the service where it is on this machine. */
export function timerPrecision({ cores, generators, isLocalTarget }: CoreBudget): TimerPrecision {
  return cores >= generators + 1 + (isLocalTarget ? 1 : 0) ? 'busy-wait' : 'timer-first'
}

/** The cores that this process may use: a container's quota counts, for what spins beyond it is throttled. */
export function availableCores(readCpuMax: () => string = readCgroupCpuMax): number {
  const cores = availableParallelism()
  const [quota, period] = readCpuMax().trim().split(/\s+/).map(Number)
  if (quota === undefined || period === undefined || !(quota / period > 0)) return cores
  return Math.min(cores, quota / period)
}

/** `max 100000`, or the quota and the period in microseconds; nothing where there is no cgroup v2. */
function readCgroupCpuMax(): string {
  try {
    return readFileSync('/sys/fs/cgroup/cpu.max', 'utf8')
  } catch {
    return ''
  }
}
