// Who used the processors, by the kernel's account: /proc/stat for the machine, /proc/<pid>/stat for processes (proc(5)).

import { readdirSync, readFileSync } from 'node:fs'

/** The kernel counts in hundredths of a second for all programs, whatever its own clock is (USER_HZ). */
const TICKS_PER_SECOND = 100

/** Of all processors together, since the machine started. */
export interface MachineTimes {
  /** Used by anybody here: user, nice, system, interrupts. */
  readonly usedSeconds: number
  /** Taken by the host for other machines. */
  readonly stolenSeconds: number
  readonly totalSeconds: number
}

/** @param stat the text of /proc/stat: user nice system idle iowait irq softirq steal … */
export function machineTimes(stat: string): MachineTimes {
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, softirq = 0, steal = 0] = (
    stat.split('\n')[0] ?? ''
  )
    .split(/\s+/)
    .slice(1)
    .map((ticks) => Number(ticks) / TICKS_PER_SECOND)
  const used = user + nice + system + irq + softirq
  return { usedSeconds: used, stolenSeconds: steal, totalSeconds: used + idle + wait + steal }
}

export interface ProcessTimes {
  readonly pid: number
  readonly parent: number
  readonly ownSeconds: number
  /** Of children that have ended and were waited for, and of theirs. */
  readonly endedChildrenSeconds: number
}

/** @param stat the text of /proc/<pid>/stat: pid (name, which may hold anything) state ppid … utime stime cutime cstime … */
export function processTimes(stat: string): ProcessTimes {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const seconds = (field: number) => Number(fields[field - 3]) / TICKS_PER_SECOND
  return {
    pid: Number.parseInt(stat, 10),
    parent: Number(fields[1]),
    ownSeconds: seconds(14) + seconds(15),
    endedChildrenSeconds: seconds(16) + seconds(17),
  }
}

/** Of a process and all that it started: those that run, and those that ended. */
export function treeSeconds(processes: readonly ProcessTimes[], root: number): number {
  const own = processes.find(({ pid }) => pid === root)
  if (!own) return 0
  const children = processes.filter(({ parent, pid }) => parent === root && pid !== root)
  return children.reduce((sum, { pid }) => sum + treeSeconds(processes, pid), own.ownSeconds + own.endedChildrenSeconds)
}

/** Undefined where there is no such file, as on other systems than Linux. */
export function readMachineTimes(): MachineTimes | undefined {
  const stat = readProc('stat')
  return stat === undefined ? undefined : machineTimes(stat)
}

export function readTreeSeconds(root: number = process.pid): number {
  return treeSeconds(readProcesses(), root)
}

/** Of one process with all its threads; much cheaper than of a tree. NaN if it has ended. */
export function readProcessSeconds(pid: number): number {
  const stat = readProc(`${pid}/stat`)
  return stat === undefined ? Number.NaN : processTimes(stat).ownSeconds
}

/** Of the programs that this process ran and that have ended. */
export function readEndedChildrenSeconds(): number {
  return processTimes(readProc('self/stat') ?? '').endedChildrenSeconds
}

function readProcesses(): ProcessTimes[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.flatMap((pid) => {
    const stat = readProc(`${pid}/stat`)
    return stat === undefined ? [] : [processTimes(stat)]
  })
}

function readProc(name: string): string | undefined {
  try {
    return readFileSync(`/proc/${name}`, 'utf8')
  } catch {
    return undefined
  }
}
