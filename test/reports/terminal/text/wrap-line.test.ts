import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainText } from '../../../../reports/figures/plain-text.ts'
import { line, lineWidth, paint, span } from '../../../../reports/terminal/text/styled-text.ts'
import { wrapLine } from '../../../../reports/terminal/text/wrap-line.ts'
import { anyText } from '../../../support/any-text.ts'

function wrapped(text: string, width: number, first = 0, rest = 0): string[] {
  return wrapLine(line(text), width, { first, rest }).map((spans) => paint(spans, false))
}

describe('wrapLine', () => {
  it.each([
    { sentence: 'breaks between words', text: 'one two three', width: 8, lines: ['one two', 'three'] },
    { sentence: 'keeps what fits exactly', text: 'one two', width: 7, lines: ['one two'] },
    {
      sentence: 'cuts a word that is too long',
      text: 'a reports/runs/spike b',
      width: 9,
      lines: ['a', 'reports/r', 'uns/spike', 'b'],
    },
    { sentence: 'keeps wider gaps inside a line', text: 'Load  20/s', width: 20, lines: ['Load  20/s'] },
    { sentence: 'gives one line of nothing', text: '', width: 8, lines: [''] },
    {
      sentence: 'keeps a space that is no plain one',
      text: 'a b\u202f c\u00a0',
      width: 4,
      lines: ['a b\u202f', 'c\u00a0'],
    },
    { sentence: 'never cuts a wide character in half', text: '日本語', width: 3, lines: ['日', '本', '語'] },
  ])('$sentence', ({ text, width, lines }) => {
    expect(wrapped(text, width)).toEqual(lines)
  })

  it('indents the first line and the others', () => {
    expect(wrapped('one two three', 9, 1, 3)).toEqual([' one two', '   three'])
  })

  it('keeps a word together that changes its style half-way', () => {
    const lines = wrapLine([span('aa '), span('bold', 'strong'), span(',')], 6)
    expect(lines.map((spans) => paint(spans, false))).toEqual(['aa', 'bold,'])
    expect(lines[1]).toEqual([span('bold', 'strong'), span(',')])
  })

  it('is never wider than the given width, and loses nothing but spaces', () => {
    fc.assert(
      fc.property(
        fc.array(anyText.map(plainText), { maxLength: 6 }),
        fc.integer({ min: 2, max: 60 }),
        fc.nat(5),
        fc.nat(8),
        (texts, width, first, rest) => {
          const lines = wrapLine(
            texts.map((text, i) => span(text, i % 2 === 0 ? 'strong' : null)),
            width,
            { first, rest },
          )
          for (const spans of lines) expect(lineWidth(spans)).toBeLessThanOrEqual(width)
          const solid = (text: string) => text.replaceAll(' ', '')
          expect(
            solid(
              lines
                .flat()
                .map(({ text }) => text)
                .join(''),
            ),
          ).toBe(solid(texts.join('')))
        },
      ),
    )
  })
})
