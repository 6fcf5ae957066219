import { expect, it } from 'vitest'
import { readFailure } from '../../../core/file/read-failure.ts'

it.each([
  ['ENOENT', 'no such file'],
  ['EISDIR', 'a folder'],
  ['EACCES', 'a file that may not be read'],
  ['ELOOP', 'ELOOP'],
])('says of %s: %s', (code, words) => {
  expect(readFailure(Object.assign(new Error('it cannot be read'), { code }))).toBe(words)
})
