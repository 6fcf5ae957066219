import { describe, expect, it } from 'vitest'
import { machineTimes, processTimes, treeSeconds } from '../../../bench/machine/cpu-account.ts'

describe('machineTimes', () => {
  it('reads what anybody used, what the host took, and all there was', () => {
    const times = machineTimes('cpu  100 10 200 5000 40 3 7 60 0 0\ncpu0 1 1 1 1\n')
    expect(times.usedSeconds).toBeCloseTo(3.2)
    expect(times.stolenSeconds).toBeCloseTo(0.6)
    expect(times.totalSeconds).toBeCloseTo(54.2)
  })
})

describe('processTimes', () => {
  it('reads a name with spaces and parentheses', () => {
    const stat = '42 (a (b) c) S 7 42 42 0 -1 4194560 1 2 3 4 150 50 300 100 20 0 1 0 99'
    expect(processTimes(stat)).toEqual({ pid: 42, parent: 7, ownSeconds: 2, endedChildrenSeconds: 4 })
  })
})

describe('treeSeconds', () => {
  const process = (pid: number, parent: number, ownSeconds: number, endedChildrenSeconds = 0) => ({
    pid,
    parent,
    ownSeconds,
    endedChildrenSeconds,
  })

  it('adds up a process, what it started, and what of that has ended', () => {
    const processes = [
      process(1, 0, 50),
      process(2, 1, 1, 10),
      process(3, 2, 2),
      process(4, 3, 4, 20),
      process(5, 1, 7),
    ]
    expect(treeSeconds(processes, 2)).toBe(37)
  })

  it('is 0 of a process that is gone', () => {
    expect(treeSeconds([process(1, 0, 50)], 9)).toBe(0)
  })
})
