import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ValueIds } from '../../../../analysis/layouts/record/value-ids.ts'

describe('ValueIds', () => {
  it('numbers distinct values in the order in which they are met', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }).map((value) => value + 0)), (values) => {
        const ids = new ValueIds()
        const map = new Map<number, number>()
        for (const value of values) {
          if (!map.has(value)) map.set(value, map.size)
          expect(ids.idOf(value)).toBe(map.get(value))
        }
        expect(Array.from(ids.values())).toEqual([...map.keys()])
      }),
    )
  })

  it('keeps every value when its table grows', () => {
    const ids = new ValueIds()
    const values = Array.from({ length: 50_000 }, (_, i) => i / 1e6)
    for (const value of values) ids.idOf(value)
    expect(ids.count).toBe(50_000)
    values.forEach((value, i) => {
      if (ids.idOf(value) !== i) expect.fail(`${value} has the id ${ids.idOf(value)}, not ${i}`)
    })
  })
})
