import { availableParallelism } from 'node:os'
import { describe, expect, it } from 'vitest'
import { probeMachine } from '../../../../harness/doctor/machine/probe-machine.ts'

describe('a look at this machine', () => {
  it('takes about a second, and sees what the platform tells', async () => {
    const facts = await probeMachine('nowhere/yet', process.cwd())
    expect(facts.cores.allowed).toBeLessThanOrEqual(facts.cores.online)
    expect(facts.cores.allowed).toBeGreaterThanOrEqual(availableParallelism())
    expect(facts.folder).toEqual({ path: process.cwd(), isWritable: true, freeBytes: expect.any(Number) })
    expect(facts.clock.readSeconds).toBeGreaterThan(0)
    expect(facts.timers?.sleeps).toBeGreaterThan(0)
    expect(facts.timers?.p99Seconds).toBeGreaterThanOrEqual(facts.timers?.medianSeconds ?? Number.NaN)
  })

  it('sees nothing where nothing is told', async () => {
    const { quota, files, ports, load, memory } = await probeMachine('.', process.cwd(), () => null)
    expect(quota).toEqual({ cgroup: null, quotaCores: null, throttledShare: null })
    expect([files.soft, files.machineLeft, ports, load, memory.availableBytes]).toEqual([null, null, null, null, null])
  })
})
