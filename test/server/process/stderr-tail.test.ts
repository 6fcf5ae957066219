import { expect, it } from 'vitest'
import { StderrTail } from '../../../server/process/stderr-tail.ts'

it('keeps the last lines, however the text was cut into chunks', () => {
  const lines = new StderrTail(3)
  for (const piece of ['one\ntw', 'o\nthree\nfo', 'ur\n', 'five']) lines.add(piece)
  expect(String(lines)).toBe('two\nthree\nfour\nfive')
})

it('is empty where nothing was written', () => {
  expect(String(new StderrTail(3))).toBe('')
})
