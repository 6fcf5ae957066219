import { describe, expect, it } from 'vitest'
import { bucketLayout } from '../../../core/histogram/bucket-layout.ts'
import { NAMED_LAYOUTS } from '../../../core/histogram/named-layouts.ts'

describe('bucketLayout', () => {
  it('keeps name and bounds', () => {
    expect(bucketLayout('own', [0.1, 1, 10])).toEqual({ name: 'own', upperBounds: [0.1, 1, 10] })
  })

  it.each([
    ['no bound', []],
    ['bounds out of order', [0.1, 1, 0.5]],
    ['a bound twice', [0.1, 0.1]],
    ['a bound of zero', [0, 1]],
    ['a bound below zero', [-1, 1]],
    ['+Inf, which is implied', [1, Number.POSITIVE_INFINITY]],
    ['NaN', [0.1, Number.NaN]],
  ])('refuses %s', (_, bounds) => {
    expect(() => bucketLayout('own', bounds)).toThrow(RangeError)
  })

  it('names the layout and the bounds in its error', () => {
    expect(() => bucketLayout('own', [1, 0.5])).toThrow(
      'layout own: expected finite bounds that ascend from above 0, got 1, 0.5',
    )
  })
})

describe('NAMED_LAYOUTS', () => {
  it('holds the lab layout with the bounds of its dashboard', () => {
    expect(NAMED_LAYOUTS.lab.upperBounds).toEqual([0.1, 0.3, 0.5, 0.7, 1, 2, 5])
  })

  it('names each layout as its key does', () => {
    for (const [key, layout] of Object.entries(NAMED_LAYOUTS)) expect(layout.name).toBe(key)
  })
})
