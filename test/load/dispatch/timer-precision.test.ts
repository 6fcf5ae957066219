import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { describe, expect, it } from 'vitest'
import { availableCores, timerPrecision } from '../../../load/dispatch/timer-precision.ts'

const CPU_MAX = '/sys/fs/cgroup/cpu.max'

describe('precision', () => {
  it.each([
    ['two cores, shared with the service', 2, 1, true, 'timer-first'],
    ['two cores, the service elsewhere', 2, 1, false, 'busy-wait'],
    ['four cores, shared with the service', 4, 1, true, 'busy-wait'],
    ['four cores and three generators', 4, 3, true, 'timer-first'],
    ['half a core of a container', 0.5, 1, false, 'timer-first'],
  ] as const)('%s', (_, cores, generators, isLocalTarget, precision) => {
    expect(timerPrecision({ cores, generators, isLocalTarget })).toBe(precision)
  })
})

describe('available cores', () => {
  const all = availableParallelism()

  it.each([
    ['no quota', 'max 100000\n', all],
    ['no cgroup', '', all],
    ['half a core', '50000 100000\n', 0.5],
    ['a quota above what there is', '99900000 100000\n', all],
  ])('%s', (_, cpuMax, cores) => {
    expect(availableCores(() => cpuMax)).toBe(cores)
  })

  it('reads the quota of this machine where none is given: never more than its cores', () => {
    const quota = existsSync(CPU_MAX) ? readFileSync(CPU_MAX, 'utf8') : ''
    expect(availableCores()).toBe(availableCores(() => quota))
    expect(availableCores()).toBeLessThanOrEqual(all)
  })
})
