import { expect, it } from 'vitest'
import { dataFormat } from '../../../core/data/data-set.ts'

it.each([
  ['/a/users.csv', 'csv'],
  ['users.CSV', 'csv'],
  ['users.jsonl', 'jsonl'],
  ['a.b/users.ndjson', 'jsonl'],
  ['users.json', undefined],
  ['a.csv/users', undefined],
  ['users', undefined],
])('tells the format of %s: %s', (file, format) => {
  expect(dataFormat(file)).toBe(format)
})
