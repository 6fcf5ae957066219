import { describe, expect, it } from 'vitest'
import { isTouched, saturatedSecondsIn, saturatedSpells } from '../../../analysis/attribution/saturated-spells.ts'
import type { GeneratorInterval } from '../../../core/run/generators/generator-interval.ts'

const interval = (startSeconds: number, saturatedSeconds: number): GeneratorInterval => ({
  startSeconds,
  endSeconds: startSeconds + 1,
  cpuShare: 0.5,
  eventLoopUtilization: 0.5,
  waitingForCoreShare: 0,
  saturatedSeconds,
  backlog: 0,
})

it('joins seconds that touch, and leaves out what lasted a moment', () => {
  const saturated = [0.1, 0.9, 1, 0.3, 0, 0.19, 0.2]
  expect(saturatedSpells(saturated.map((seconds, i) => interval(i, seconds)))).toEqual([
    { startSeconds: 1, endSeconds: 4 },
    { startSeconds: 6, endSeconds: 7 },
  ])
  expect(saturatedSpells([])).toEqual([])
})

describe('a spell from 10 to 12', () => {
  const spells = [{ startSeconds: 10, endSeconds: 12 }]
  it.each([
    ['touches requests that were due in it', 11, 0.1, true],
    ['touches those that were not yet decided when it began', 8, 1.5, true],
    ['leaves alone those that were decided before', 8, 0.9, false],
    ['touches those that followed while what had piled up was worked off', 13, 0.1, true],
    ['leaves alone what came later', 14, 0.1, false],
  ])('%s', (_, second, limit, touched) => {
    expect(isTouched(spells, second, limit)).toBe(touched)
  })
})

it('counts the saturated time between two instants, the worst thread only', () => {
  const two = [interval(0, 1), interval(0, 0.2), interval(1, 0.5), interval(2, 1)]
  expect(saturatedSecondsIn(two, 0, 2.5)).toBeCloseTo(2, 9)
  expect(saturatedSecondsIn(two, 3, 9)).toBe(0)
})
