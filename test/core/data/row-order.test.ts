import { describe, expect, it } from 'vitest'
import { rowOfTurn } from '../../../core/data/row-order.ts'

const data = (order: 'sequence' | 'random' | 'once') => ({ name: 'users', order, rows: 7 })
const turns = Array.from({ length: 2000 }, (_, turn) => turn)

describe('the row of a turn', () => {
  it('in sequence is the next one, and the first behind the last', () => {
    expect(turns.slice(0, 9).map((turn) => rowOfTurn(data('sequence'), turn, 1))).toEqual([0, 1, 2, 3, 4, 5, 6, 0, 1])
  })

  it('once is the next one', () => {
    expect(turns.slice(0, 7).map((turn) => rowOfTurn(data('once'), turn, 1))).toEqual([0, 1, 2, 3, 4, 5, 6])
  })

  it('at random is any, as often as any other, and the same for the same seed', () => {
    const rows = turns.map((turn) => rowOfTurn(data('random'), turn, 1))
    const counts = Array.from({ length: 7 }, (_, row) => rows.filter((each) => each === row).length)
    // 2000 / 7 = 286, with a standard deviation of 16.
    for (const count of counts) expect(Math.abs(count - 2000 / 7)).toBeLessThan(5 * 16)
    expect(turns.map((turn) => rowOfTurn(data('random'), turn, 1))).toEqual(rows)
    expect(turns.map((turn) => rowOfTurn(data('random'), turn, 2))).not.toEqual(rows)
    expect(turns.map((turn) => rowOfTurn({ ...data('random'), name: 'other' }, turn, 1))).not.toEqual(rows)
  })
})
