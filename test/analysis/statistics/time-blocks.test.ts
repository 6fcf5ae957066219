import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blockLengths, runningSums, stratumBlocks } from '../../../analysis/statistics/time-blocks.ts'

const slots = (count: number) => Array.from({ length: count }, (_, i) => i)

describe('blockLengths', () => {
  it.each([
    { what: 'too short to be resampled', strata: [4, 3], lengths: [] },
    { what: 'the fewest seconds', strata: [5], lengths: [1] },
    { what: 'half a minute', strata: [30], lengths: [1, 2, 4, 7] },
    { what: 'the longest stratum decides', strata: [2, 40, 9], lengths: [2, 4, 8, 10] },
    { what: 'an hour starts at two minutes', strata: [3600], lengths: [113, 226, 452, 900] },
  ])('$what', ({ strata, lengths }) => {
    expect(blockLengths(strata.map(slots))).toEqual(lengths)
  })
})

describe('stratumBlocks', () => {
  it.each([
    { what: 'taken as it is where it is short', count: 3, length: 8, expected: { length: 3, resampled: false } },
    { what: 'cut into four at least', count: 10, length: 8, expected: { length: 2, resampled: true } },
    { what: 'cut to the given length', count: 40, length: 8, expected: { length: 8, resampled: true } },
  ])('$what', ({ count, length, expected }) => {
    expect(stratumBlocks(slots(count), length)).toMatchObject(expected)
  })
})

it('runningSums continues from the last slot to the first', () => {
  expect([...runningSums([2, 3, 5], 2, [0, 0, 1, 10, 0, 100])]).toEqual([11, 110, 101])
  const amounts = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(amounts, fc.nat(), (values, n) => {
      const size = n % (values.length + 1)
      const expected = values.map((_, start) =>
        slots(size).reduce((sum, i) => sum + (values[(start + i) % values.length] as number), 0),
      )
      expect([...runningSums(slots(values.length), size, values)]).toEqual(expected)
    }),
  )
})
