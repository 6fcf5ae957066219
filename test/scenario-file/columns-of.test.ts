import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { columnsOf } from '../../scenario-file/columns-of.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'columns-'))
})

afterAll(() => rmSync(folder, { recursive: true }))

it.each([
  ['users.csv', '\ufeffemail,"First Name"\r\na,b\r\n', ['email', 'First Name']],
  ['header.csv', 'a,b', ['a', 'b']],
  ['long.csv', `${'x'.repeat(200_000)},b\n1,2\n`, ['x'.repeat(200_000), 'b']],
  ['rows.jsonl', '\n{"id":1,"x":{}}\n{"y":2}\n', ['id', 'x']],
  ['empty.csv', '', null],
  ['semicolons.csv', 'a;b\n1;2\n', null],
  ['twice.csv', 'a,a\n1,2\n', null],
  ['broken.jsonl', '[1]\n', null],
  ['users.txt', 'a,b\n', null],
])('tells the columns of %s', (name, text, columns) => {
  const file = join(folder, name)
  writeFileSync(file, text)
  expect(columnsOf(file)).toEqual(columns)
})

it('tells none of what is no file', () => {
  mkdirSync(join(folder, 'folder.csv'))
  expect(columnsOf(join(folder, 'folder.csv'))).toBeNull()
  expect(columnsOf(join(folder, 'missing.csv'))).toBeNull()
})
