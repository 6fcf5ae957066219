import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dialectOf } from '../../../../prometheus/promql/dialect.ts'
import { largest, smallest } from '../../../../prometheus/promql/evaluate/top-k.ts'

const samples = (values: readonly number[]) => values.map((value, i) => ({ labels: { i: String(i) }, value }))
const values = fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 40 })
const k = fc.integer({ min: 1, max: 45 })
const dialect = fc.constantFrom('2.42', '3.5').map(dialectOf)

describe('largest and smallest', () => {
  it('choose what sorting chooses, best first', () => {
    fc.assert(
      fc.property(values, k, dialect, (given, count, version) => {
        const falling = given.toSorted((a, b) => b - a)
        expect(largest(samples(given), count, version).map(({ value }) => value)).toEqual(falling.slice(0, count))
        expect(smallest(samples(given), count, version).map(({ value }) => value)).toEqual(
          falling.toReversed().slice(0, count),
        )
      }),
    )
  })

  it('choose each sample once', () => {
    fc.assert(
      fc.property(values, k, dialect, (given, count, version) => {
        const chosen = largest(samples(given), count, version).map(({ labels }) => labels.i)
        expect(new Set(chosen).size).toBe(Math.min(count, given.length))
      }),
    )
  })

  it('prefer any number to NaN', () => {
    const given = samples([Number.NaN, 1, Number.NaN, -1])
    expect(largest(given, 2, dialectOf('3.5')).map(({ value }) => value)).toEqual([1, -1])
    expect(smallest(given, 3, dialectOf('3.5')).map(({ value }) => value)).toEqual([-1, 1, Number.NaN])
  })
})
