import { describe, expect, it } from 'vitest'
import { inputFlag, inputLines } from '../../action/input-words.ts'

describe('inputLines', () => {
  it.each([
    { text: '', lines: [] },
    { text: ' a \r\n\r\nb c\n', lines: ['a', 'b c'] },
  ])('reads $text as $lines', ({ text, lines }) => {
    expect(inputLines(text)).toEqual(lines)
  })
})

describe('inputFlag', () => {
  it.each([
    { value: ' \n', words: [] },
    { value: ' -28d ', words: ['--from', '-28d'] },
  ])('makes of $value $words', ({ value, words }) => {
    expect(inputFlag('--from', value)).toEqual(words)
  })
})
