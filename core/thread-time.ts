// The CPU time of the calling thread, and the time for which it was kept waiting for a core.

import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'

export interface ThreadTime {
  /** On a CPU; on platforms that do not tell, the seconds during which its event loop was not idle. */
  readonly cpuSeconds: number
  /** Ready to run, but without a CPU: other programs ran, or a quota was used up. 0 on platforms that do not tell. */
  readonly waitingForCoreSeconds: number
}

/**
 * Of this thread, so far. Linux: /proc/thread-self/schedstat, whose first two numbers are nanoseconds on a CPU and in a
 * run queue (proc(5)); a synchronous read is done by the calling thread itself.
 */
export function threadTime(): ThreadTime {
  const scheduled = schedulerTime()
  const own = (process as { threadCpuUsage?: () => NodeJS.CpuUsage }).threadCpuUsage?.()
  const waitingForCoreSeconds = scheduled?.waitingForCoreSeconds ?? 0
  if (own) return { cpuSeconds: (own.user + own.system) / 1e6, waitingForCoreSeconds }
  return scheduled ?? { cpuSeconds: performance.eventLoopUtilization().active / 1e3, waitingForCoreSeconds }
}

function schedulerTime(): ThreadTime | undefined {
  try {
    const [cpu, waiting] = readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ').map(Number)
    if (cpu === undefined || waiting === undefined || !Number.isFinite(cpu + waiting)) return undefined
    return { cpuSeconds: cpu / 1e9, waitingForCoreSeconds: waiting / 1e9 }
  } catch {
    return undefined
  }
}
