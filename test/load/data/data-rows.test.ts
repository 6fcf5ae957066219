import { describe, expect, it } from 'vitest'
import { DataRows } from '../../../load/data/data-rows.ts'
import { plannedData } from '../../support/planned-data.ts'

const arrival = (...turns: number[]) => ({
  intendedSeconds: 0,
  phase: 0,
  request: 0,
  user: -1,
  draw: { stream: 'a', turns },
})

describe('a data set', () => {
  it('gives the values of the row whose turn it is', () => {
    const data = new DataRows(plannedData({ text: 'id,name\n1,a\n2,b\n' }), 1, 7)
    expect(
      [0, 1, 2].map((turn) => [data.value('name', arrival(-1, turn)), data.value('id', arrival(-1, turn))]),
    ).toEqual([
      ['a', '1'],
      ['b', '2'],
      ['a', '1'],
    ])
    data.expect(1)
    data.close()
  })

  it('keeps the types of JSON', () => {
    const data = new DataRows(plannedData({ text: '{"id":1,"tags":["x"]}\n', format: 'jsonl' }), 0, 7)
    expect([data.value('id', arrival(0)), data.value('tags', arrival(0))]).toEqual([1, ['x']])
  })

  it('refuses an arrival that has no turn, and a column that it does not have', () => {
    const data = new DataRows(plannedData({ text: 'id\n1\n' }), 0, 7)
    expect(() => data.value('id', arrival(-1))).toThrow('users.id: expected a turn')
    expect(() => data.value('no', arrival(0))).toThrow('users.no: expected a turn')
  })
})
