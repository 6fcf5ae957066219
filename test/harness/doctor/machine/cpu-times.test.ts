import { describe, expect, it } from 'vitest'
import { cpuTimes, otherLoad } from '../../../../harness/doctor/machine/cpu-times.ts'

const BEFORE = `cpu  0 0 0 0
cpu0 100 0 50 800 50 0 0 0 7 0
cpu1 100 0 50 800 50 0 0 0 0 0
intr 5
`
/** A second later, in ticks of 10 ms: core 0 was busy for 60, core 1 for 10, of which 5 went to a hypervisor. */
const AFTER = `cpu  0 0 0 0
cpu0 150 0 60 840 50 0 0 0 70 0
cpu1 105 0 50 885 55 0 0 5 0 0
intr 5
`
const load = (cores: readonly number[] | null, count: number, ownCores = 0, pressure: string | null = null) =>
  otherLoad(cpuTimes(BEFORE, cores), cpuTimes(AFTER, cores), { cores: count, ownCores, pressure })

describe('what others use of the cores', () => {
  it('is what nobody left idle, without what a hypervisor took', () => {
    expect(load(null, 2)).toEqual({
      othersCores: expect.closeTo(0.65),
      stealShare: expect.closeTo(0.025),
      waitingShare: null,
    })
  })

  it('is that of the cores which this process may use, without its own', () => {
    expect(load([0], 1, 0.2)?.othersCores).toBeCloseTo(0.4)
    expect(load([1], 1, 0.2)?.othersCores).toBe(0)
  })

  it('has the pressure beside it, where the kernel tells', () => {
    expect(load(null, 2, 0, 'some avg10=12.50 avg60=9.32 total=1\n')?.waitingShare).toBe(0.125)
  })

  it('is not known where nothing is counted, or nothing has passed', () => {
    expect(cpuTimes('', null)).toBeNull()
    expect(load([7], 1)).toBeNull()
    const same = cpuTimes(BEFORE, null)
    expect(otherLoad(same, same, { cores: 2, ownCores: 0, pressure: null })).toBeNull()
  })
})
