// What a process holds, second by second: memory, open files and threads. Source: proc(5).

import { readdirSync, readFileSync } from 'node:fs'

export interface ProcessSample {
  readonly atSeconds: number
  readonly residentMegabytes: number
  readonly openFiles: number
  readonly threads: number
}

/** Null where the process has ended, or the system has no /proc. */
export function sampleProcess(pid: number, atSeconds: number): ProcessSample | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const numberOf = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? Number.NaN)
    const openFiles = readdirSync(`/proc/${pid}/fd`).length
    return { atSeconds, residentMegabytes: numberOf('VmRSS') / 1024, openFiles, threads: numberOf('Threads') }
  } catch {
    return null
  }
}

/** By least squares: how much the values grow in a minute. */
export function growthPerMinute(points: readonly (readonly [atSeconds: number, value: number])[]): number {
  const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const meanAt = meanOf(points.map(([at]) => at))
  const meanValue = meanOf(points.map(([, value]) => value))
  const covariance = points.reduce((sum, [at, value]) => sum + (at - meanAt) * (value - meanValue), 0)
  const variance = points.reduce((sum, [at]) => sum + (at - meanAt) ** 2, 0)
  return (covariance / variance) * 60
}
