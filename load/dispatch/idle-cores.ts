// How many cores nobody used for a while: the idle time of those that this process may run on, and no more of it than
// a container's CPU quota leaves.

import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { systemClock } from '../../core/clock.ts'

/** Readings of the machine. Seconds, ever growing. */
export interface CoreReading {
  readonly nowSeconds: number
  /** By core, in the system's order. */
  readonly idleSeconds: readonly number[]
  /** CPU time of this process. */
  readonly ownSeconds: number
}

export interface CoreLimits {
  /** Which cores this process may run on, as indices; null for all. */
  readonly allowed: readonly number[] | null
  /** Cores that a quota allows; Infinity for no quota. */
  readonly quota: number
}

/** A shorter time says little: the system counts idle time in ticks of 10 ms. */
const SHORTEST_SECONDS = 0.1

/** @returns null where the time was too short, or the platform does not count */
export function idleCoresBetween(from: CoreReading, to: CoreReading, { allowed, quota }: CoreLimits): number | null {
  const seconds = to.nowSeconds - from.nowSeconds
  if (seconds < SHORTEST_SECONDS || to.idleSeconds.length === 0) return null
  const isAllowed = (core: number) => allowed === null || allowed.includes(core)
  const idle = to.idleSeconds.reduce(
    (sum, idleSeconds, core) => (isAllowed(core) ? sum + idleSeconds - (from.idleSeconds[core] ?? idleSeconds) : sum),
    0,
  )
  const unused = quota - (to.ownSeconds - from.ownSeconds) / seconds
  return Math.max(0, Math.min(idle / seconds, unused))
}

export function readCores(): CoreReading {
  const { user, system } = process.cpuUsage()
  return {
    nowSeconds: systemClock.nowSeconds(),
    idleSeconds: cpus().map(({ times }) => times.idle / 1e3),
    ownSeconds: (user + system) / 1e6,
  }
}

export function coreLimits(): CoreLimits {
  return { allowed: allowedCores(textOf('/proc/self/status')), quota: cpuQuota(textOf('/sys/fs/cgroup/cpu.max')) }
}

/** From /proc/self/status: `Cpus_allowed_list:	0-2,5`. */
export function allowedCores(status: string): readonly number[] | null {
  const list = /^Cpus_allowed_list:\s*([\d,-]+)$/m.exec(status)?.[1]
  if (list === undefined) return null
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, i) => first + i)
  })
}

/** From cpu.max of a cgroup: `max 100000`, or the quota and the period in microseconds. */
export function cpuQuota(cpuMax: string): number {
  const [quota, period] = cpuMax.trim().split(/\s+/).map(Number)
  return quota !== undefined && period !== undefined && quota / period > 0 ? quota / period : Number.POSITIVE_INFINITY
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
