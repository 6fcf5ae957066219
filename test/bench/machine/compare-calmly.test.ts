import { describe, expect, it } from 'vitest'
import { type Comparison, compareCalmly, medianOf } from '../../../bench/machine/compare-calmly.ts'

/** Others use so much of a core during each measurement, in turns. */
function machineWith(otherShares: readonly number[]) {
  let [nowSeconds, usedSeconds, readings] = [0, 0, 0]
  return {
    calm: async () => {},
    account: () => {
      const isAfter = readings++ % 2 === 1
      if (isAfter) {
        nowSeconds += 1
        usedSeconds += otherShares[(readings >> 1) - 1] ?? 0
      }
      return { nowSeconds, ownSeconds: 0, machine: { usedSeconds, stolenSeconds: 0, totalSeconds: 2 * nowSeconds } }
    },
  }
}

describe('compareCalmly', () => {
  it('takes a disturbed measurement again, and counts it', async () => {
    let taken = 0
    const { rounds, discarded } = await compareCalmly(
      ['a', 'b'],
      { rounds: 1, attempts: 3 },
      async () => ++taken,
      machineWith([0.5, 0, 0.2, 0.2, 0.05]),
    )
    expect(rounds).toEqual([
      new Map([
        ['a', 2],
        ['b', 5],
      ]),
    ])
    expect(discarded).toBe(3)
  })

  it('leaves a round without what was never undisturbed', async () => {
    const { rounds, discarded } = await compareCalmly(
      ['a'],
      { rounds: 2, attempts: 2 },
      async (_, round) => round,
      machineWith([1, 1, 0]),
    )
    expect(rounds).toEqual([new Map(), new Map([['a', 2]])])
    expect(discarded).toBe(2)
  })

  it('keeps why a measurement failed', async () => {
    const fail = async () => {
      throw new Error('refused')
    }
    const { failures } = await compareCalmly(['a'], { rounds: 1, attempts: 2 }, fail, machineWith([]))
    expect(failures).toEqual(['a: refused', 'a: refused'])
  })
})

describe('medianOf', () => {
  const comparison = (...values: readonly (number | undefined)[]): Comparison<number> => ({
    rounds: values.map((value) => new Map(value === undefined ? [] : [['a', value]])),
    discarded: 0,
    failures: [],
  })
  const figure = (measured: ReadonlyMap<string, number>) => measured.get('a')

  it.each([
    ['the middle of three', comparison(3, 1, 2), 2],
    ['none of two out of five', comparison(3, 1, undefined, undefined, undefined), null],
    ['the middle of what is there', comparison(9, undefined, 1, 2, undefined), 2],
    ['the only one of a single round', comparison(7), 7],
    ['none where it is not a number', comparison(Number.NaN), null],
  ])('is %s', (_, of, expected) => {
    expect(medianOf(of, figure)).toBe(expected)
  })
})
