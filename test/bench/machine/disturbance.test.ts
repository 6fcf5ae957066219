import { describe, expect, it } from 'vitest'
import { disturbanceBetween, isDisturbed } from '../../../bench/machine/disturbance.ts'

function account(nowSeconds: number, ownSeconds: number, usedSeconds: number, stolenSeconds = 0) {
  return { nowSeconds, ownSeconds, machine: { usedSeconds, stolenSeconds, totalSeconds: 2 * nowSeconds } }
}

describe('disturbanceBetween', () => {
  it('is what others used, as a share of one core, and what the host took of all', () => {
    const { otherShare, stolenShare } = disturbanceBetween(account(10, 1, 5, 0), account(14, 5, 10, 0.4))
    expect(otherShare).toBeCloseTo(0.25)
    expect(stolenShare).toBeCloseTo(0.05)
  })

  it('is nothing where the two accounts round differently', () => {
    expect(disturbanceBetween(account(0, 0, 0), account(4, 4, 3.98)).otherShare).toBe(0)
  })
})

describe('isDisturbed', () => {
  it.each([
    ['at both limits', 0.12, 0.01, false],
    ['with others above theirs', 0.13, 0, true],
    ['with the host above its own', 0, 0.011, true],
  ])('%s', (_, otherShare, stolenShare, expected) => {
    expect(isDisturbed({ otherShare, stolenShare })).toBe(expected)
  })
})
