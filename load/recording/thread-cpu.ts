// The CPU time of the calling thread.

import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'

/**
 * CPU seconds of this thread so far; on platforms without them, the seconds during which its event loop was not idle.
 * Linux: /proc/thread-self/schedstat, whose first number is nanoseconds on a CPU (proc(5)); a synchronous read is
 * done by the calling thread itself.
 */
export function threadCpuSeconds(): number {
  const own = (process as { threadCpuUsage?: () => NodeJS.CpuUsage }).threadCpuUsage?.()
  if (own) return (own.user + own.system) / 1e6
  return schedulerCpuSeconds() ?? performance.eventLoopUtilization().active / 1e3
}

function schedulerCpuSeconds(): number | undefined {
  try {
    const nanoseconds = Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0])
    return Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : undefined
  } catch {
    return undefined
  }
}
