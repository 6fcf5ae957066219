import { describe, expect, it } from 'vitest'
import { chanceWithin, isSign } from '../../../core/drill/by-chance.ts'

describe('chanceWithin', () => {
  it.each([
    [6.4, 5640, 0.341],
    [6.4, 40, 0.003],
    [0, 2_592_000, 0],
    [1 / 30, 2_592_000, 0.632],
  ])('of what comes %f times a day, within %d s: %f', (perDay, seconds, chance) => {
    expect(chanceWithin(perDay, seconds)).toBeCloseTo(chance, 3)
  })
})

describe('isSign', () => {
  it.each([
    ['detected', 0.05, true],
    ['detected', 0.051, false],
    ['missed', 0, false],
    ['already-firing', 0, false],
  ] as const)('takes %s with a chance of %f for a sign: %s', (outcome, byChance, sign) => {
    expect(isSign({ outcome, byChance })).toBe(sign)
  })
})
