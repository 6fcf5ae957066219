// Whether the generators may busy-wait for the next arrival. That needs a core for each of them: a generator that takes
// turns with the service on one core would itself cause the latency that it measures.

import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { TimerPrecision } from './busy-wait.ts'

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

/** The cores that this process may use. A container's CPU quota counts: busy-waiting beyond it is throttled. */
export function availableCores(readCpuMax: () => string = readCgroupCpuMax): number {
  const cores = availableParallelism()
  const [quota, period] = readCpuMax().trim().split(/\s+/).map(Number)
  if (quota === undefined || period === undefined || !(quota / period > 0)) return cores
  return Math.min(cores, quota / period)
}

/** `max 100000`, or the quota and the period in microseconds; empty where there is no cgroup v2. */
function readCgroupCpuMax(): string {
  try {
    return readFileSync('/sys/fs/cgroup/cpu.max', 'utf8')
  } catch {
    return ''
  }
}
