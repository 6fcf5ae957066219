import { describe, expect, it } from 'vitest'
import {
  exponentialBounds,
  linearBounds,
  micrometerBounds,
  sloBounds,
} from '../../../core/histogram/bucket-families.ts'
import { NAMED_LAYOUTS } from '../../../core/histogram/named-layouts.ts'

describe('families of bounds', () => {
  it('lists linear bounds without float noise', () => {
    expect(linearBounds(0.1, 0.1, 7)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7])
  })

  it('lists exponential bounds', () => {
    expect(exponentialBounds(0.005, 2, 5)).toEqual([0.005, 0.01, 0.02, 0.04, 0.08])
    expect(exponentialBounds(0.1, 1.1, 3)).toEqual([0.1, 0.11, 0.121])
  })

  it.each([
    ['a start of 0', () => linearBounds(0, 0.1, 3), 'linear bounds: expected a start above 0, got 0'],
    ['no width', () => linearBounds(1, 0, 3), 'linear bounds: expected a width above 0, got 0'],
    ['a factor of 1', () => exponentialBounds(1, 1, 3), 'exponential bounds: expected a factor above 1, got 1'],
    ['half a bound', () => linearBounds(1, 1, 1.5), 'linear bounds: expected a whole number of bounds'],
    ['a million bounds', () => exponentialBounds(1, 1.1, 1e6), 'expected a whole number of bounds from 1 to 1000'],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(RangeError)
    expect(make).toThrow(message)
  })

  it('publishes objectives and nothing else, as Micrometer does', () => {
    expect(sloBounds([1, 0.1, 1, 0.5])).toEqual([0.1, 0.5, 1])
  })

  it('lists the bounds of a Spring service with percentile histograms', () => {
    const bounds = micrometerBounds()
    expect(bounds.slice(0, 7)).toEqual([
      0.001, 0.001048576, 0.001398101, 0.001747626, 0.002097151, 0.002446676, 0.002796201,
    ])
    expect(bounds.slice(-3)).toEqual([22.906492245, 28.633115306, 30])
    // 66 from the powers of 4, and the two limits.
    expect(bounds).toHaveLength(68)
    expect(NAMED_LAYOUTS.micrometer.upperBounds).toEqual(bounds)
  })
})
