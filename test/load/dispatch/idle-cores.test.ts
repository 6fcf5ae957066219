import { availableParallelism } from 'node:os'
import { describe, expect, it } from 'vitest'
import {
  allowedCores,
  type CoreLimits,
  coreLimits,
  cpuQuota,
  idleCoresBetween,
  readCores,
} from '../../../load/dispatch/idle-cores.ts'

const from = { nowSeconds: 100, idleSeconds: [10, 20, 30, 40], ownSeconds: 1 }
const to = { nowSeconds: 102, idleSeconds: [12, 21, 30.5, 42], ownSeconds: 1.5 }
const free: CoreLimits = { allowed: null, quota: Number.POSITIVE_INFINITY }

describe('idleCoresBetween', () => {
  it.each<[string, CoreLimits, number]>([
    ['adds up the idle time of all cores', free, 2.75],
    ['leaves out cores that this process may not use', { ...free, allowed: [1, 2] }, 0.75],
    ['counts no more than a quota leaves', { ...free, quota: 1.5 }, 1.25],
    ['is 0 where a quota is used up', { ...free, quota: 0.2 }, 0],
  ])('%s', (_, limits, cores) => {
    expect(idleCoresBetween(from, to, limits)).toBeCloseTo(cores, 9)
  })

  it('does not know after a few ticks of the counters, nor where nothing counts', () => {
    expect(idleCoresBetween(from, { ...to, nowSeconds: 100.05 }, free)).toBeNull()
    expect(idleCoresBetween({ ...from, idleSeconds: [] }, { ...to, idleSeconds: [] }, free)).toBeNull()
  })

  it('takes a core that came meanwhile as busy', () => {
    expect(idleCoresBetween({ ...from, idleSeconds: [10, 20, 30] }, to, free)).toBeCloseTo(1.75, 9)
  })
})

it.each([
  ['Name:\tnode\nCpus_allowed_list:\t0-2,5\nMems_allowed:\t1\n', [0, 1, 2, 5]],
  ['Cpus_allowed_list:\t1\n', [1]],
  ['', null],
])('cores of %j', (status, cores) => {
  expect(allowedCores(status)).toEqual(cores)
})

it.each([
  ['no quota', 'max 100000\n', Number.POSITIVE_INFINITY],
  ['no cgroup', '', Number.POSITIVE_INFINITY],
  ['half a core', '50000 100000\n', 0.5],
])('quota: %s', (_, cpuMax, cores) => {
  expect(cpuQuota(cpuMax)).toBe(cores)
})

it('reads this machine: counters of its cores, and limits that allow at least one', () => {
  const { idleSeconds, ownSeconds } = readCores()
  expect(idleSeconds.length).toBeGreaterThanOrEqual(availableParallelism())
  expect(ownSeconds).toBeGreaterThan(0)
  const { allowed, quota } = coreLimits()
  expect(allowed ?? [0]).not.toHaveLength(0)
  expect(quota).toBeGreaterThan(0)
})
