import { expect, it } from 'vitest'
import { parsed, TWO_PHASES } from '../scenario-text.ts'

it('has data sets with the files of the folder, and values with their kinds', () => {
  const { data, values } = parsed(`${TWO_PHASES}data:
  users: { file: users.csv }
  rows: { file: rows.jsonl, order: once }
values:
  id: uuid
  n: { integer: { from: 1, to: 9 } }
  at: timestamp
  unix: { timestamp: unix }
  colour: { choice: [red, 2, true] }
`)
  expect(data).toEqual([
    { name: 'users', file: '/project/scenarios/users.csv', order: 'sequence' },
    { name: 'rows', file: '/project/scenarios/rows.jsonl', order: 'once' },
  ])
  expect(values).toEqual([
    { name: 'id', kind: 'uuid' },
    { name: 'n', kind: 'integer', from: 1, to: 9 },
    { name: 'at', kind: 'timestamp', format: 'iso' },
    { name: 'unix', kind: 'timestamp', format: 'unix' },
    { name: 'colour', kind: 'choice', values: ['red', 2, true] },
  ])
})

it('has nothing where the file names nothing', () => {
  const scenario = parsed(`${TWO_PHASES}data: {}\nvalues: {}\n`)
  expect('data' in scenario || 'values' in scenario).toBe(false)
})
