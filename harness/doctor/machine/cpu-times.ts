// How the cores' time was spent, between two readings. Source: proc(5), /proc/stat and /proc/pressure/cpu.

import type { OtherLoadFacts } from '../../../core/doctor/machine-facts.ts'

/** Ever growing, in the system's ticks, summed over some cores. */
export interface CpuTimes {
  readonly all: number
  readonly idle: number
  readonly stolen: number
}

/** @param cores as indices; null for all. @returns null where the text has none of them */
export function cpuTimes(stat: string, cores: readonly number[] | null): CpuTimes | null {
  const lines = [...stat.matchAll(/^cpu(\d+) (.*)$/gm)].filter(
    ([, core]) => cores === null || cores.includes(Number(core)),
  )
  if (lines.length === 0) return null
  const sum = { all: 0, idle: 0, stolen: 0 }
  for (const [, , numbers = ''] of lines) {
    // user, nice, system, idle, iowait, irq, softirq, steal; time of guests is counted in the first two already.
    const [user = 0, nice = 0, system = 0, idle = 0, waiting = 0, irq = 0, softIrq = 0, stolen = 0] = numbers
      .trim()
      .split(/\s+/)
      .map(Number)
    sum.all += user + nice + system + idle + waiting + irq + softIrq + stolen
    sum.idle += idle + waiting
    sum.stolen += stolen
  }
  return sum
}

/** @param ownCores what this process used of them on average @param pressure of /proc/pressure/cpu */
export function otherLoad(
  from: CpuTimes | null,
  to: CpuTimes | null,
  {
    cores,
    ownCores,
    pressure,
  }: { readonly cores: number; readonly ownCores: number; readonly pressure: string | null },
): OtherLoadFacts | null {
  if (from === null || to === null || to.all <= from.all) return null
  const all = to.all - from.all
  const share = (what: 'idle' | 'stolen') => Math.max(0, to[what] - from[what]) / all
  const waiting = /^some avg10=(\d+(?:\.\d+)?)/m.exec(pressure ?? '')?.[1]
  return {
    othersCores: Math.max(0, (1 - share('idle') - share('stolen')) * cores - ownCores),
    stealShare: share('stolen'),
    waitingShare: waiting === undefined ? null : Number(waiting) / 100,
  }
}
