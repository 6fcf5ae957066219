import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { displayWidth, takeColumns } from '../../../../reports/terminal/text/display-width.ts'
import { anyText } from '../../../support/any-text.ts'

describe('displayWidth', () => {
  it.each([
    { sentence: 'letters take one column each', text: 'p95 < 1s', columns: 8 },
    { sentence: 'escape sequences take none', text: '\u001b[1;31mred\u001b[0m', columns: 3 },
    { sentence: 'our marks take one', text: '✔✖?→…━▁█∞', columns: 9 },
    { sentence: 'Chinese, Japanese and Korean take two', text: '日本語한글', columns: 10 },
    { sentence: 'fullwidth letters take two', text: 'ＡＢ', columns: 4 },
    { sentence: 'an emoji takes two', text: '🎉', columns: 2 },
    { sentence: 'a family of joined emoji is one emoji', text: '👩‍💻', columns: 2 },
    { sentence: 'a flag is two letters and one emoji', text: '🇨🇭', columns: 2 },
    { sentence: 'a presentation selector makes an emoji', text: '⚠️', columns: 2 },
    { sentence: 'an accent of its own takes none', text: 'e\u0301', columns: 1 },
    { sentence: 'nothing takes nothing', text: '', columns: 0 },
  ])('$sentence', ({ text, columns }) => {
    expect(displayWidth(text)).toBe(columns)
  })
})

describe('takeColumns', () => {
  it.each([
    { text: 'abc', columns: 2, taken: 'ab' },
    { text: 'abc', columns: 9, taken: 'abc' },
    { text: '日本', columns: 3, taken: '日' },
    { text: '日本', columns: 1, taken: '' },
    { text: 'e\u0301x', columns: 1, taken: 'e\u0301' },
  ])('takes $taken of $text in $columns columns', ({ text, columns, taken }) => {
    expect(takeColumns(text, columns)).toBe(taken)
  })

  it('takes a beginning that fits, whatever the text', () => {
    fc.assert(
      fc.property(anyText, fc.nat(50), (text, columns) => {
        const taken = takeColumns(text, columns)
        expect(text.startsWith(taken)).toBe(true)
        expect(displayWidth(taken)).toBeLessThanOrEqual(columns)
      }),
    )
  })
})
