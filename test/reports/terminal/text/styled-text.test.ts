import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  fitLine,
  line,
  lineWidth,
  padLine,
  paint,
  span,
  splitLine,
} from '../../../../reports/terminal/text/styled-text.ts'

const verdictLine = [span(' ✖ FAIL ', 'fail badge'), span(' '), span('lab', 'strong'), span('   ')]

describe('paint', () => {
  it('writes each style as SGR codes around its text, and closes what it opened', () => {
    expect(paint(verdictLine, true)).toBe('\u001b[1;7;31m ✖ FAIL \u001b[22;27;39m \u001b[1mlab\u001b[22m')
  })

  it('writes the text alone without colour, no spaces at the end', () => {
    expect(paint(verdictLine, false)).toBe(' ✖ FAIL  lab')
    expect(paint([span('a', 'strong'), span('  '), span(' ', 'quiet')], false)).toBe('a')
    expect(paint([span('  ')], true)).toBe('')
  })

  it('shows the same with and without colour', () => {
    expect(stripVTControlCharacters(paint(verdictLine, true))).toBe(paint(verdictLine, false))
  })
})

describe('fitLine', () => {
  it('leaves what fits', () => {
    expect(fitLine(verdictLine, 15)).toBe(verdictLine)
  })

  it('cuts what does not, with an ellipsis in the last column', () => {
    expect(paint(fitLine([span('achieved '), span('48.0/s', 'strong')], 12), false)).toBe('achieved 48…')
    expect(lineWidth(fitLine(line('日本語'), 4))).toBe(3)
  })
})

describe('splitLine', () => {
  it('keeps the styles on both sides', () => {
    const [head, tail] = splitLine([span('ab', 'strong'), span('cd', 'quiet'), span('e')], 3)
    expect(head).toEqual([span('ab', 'strong'), span('c', 'quiet')])
    expect(tail).toEqual([span('d', 'quiet'), span('e')])
  })
})

describe('padLine', () => {
  it.each([
    ['left', 'ab  '],
    ['right', '  ab'],
  ] as const)('aligns to the %s', (align, text) => {
    expect(
      padLine(line('ab'), 4, align)
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
  })

  it('leaves what is wider', () => {
    expect(padLine(line('abc'), 2, 'left')).toEqual(line('abc'))
  })
})
