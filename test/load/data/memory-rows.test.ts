import { expect, it } from 'vitest'
import { MemoryRows } from '../../../load/data/memory-rows.ts'

it('has the rows of a text', () => {
  const rows = new MemoryRows(Buffer.from('1,a\n2,"b\nc"\n'), { format: 'csv', columns: ['id', 'text'] })
  expect([rows.row(1), rows.row(0)]).toEqual([
    ['2', 'b\nc'],
    ['1', 'a'],
  ])
})
