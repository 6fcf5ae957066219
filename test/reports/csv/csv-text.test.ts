import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvText } from '../../../reports/csv/csv-text.ts'

describe('csvText', () => {
  it.each([
    ['a plain text', 'steady', 'steady'],
    ['a comma', 'a,b', '"a,b"'],
    ['quotes', 'say "hi"', '"say ""hi"""'],
    ['a line break, which becomes a space', 'a\r\nb', 'a b'],
    ['blanks at the ends', ' a ', '" a "'],
    ['a formula', '=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
    ['a formula behind blanks', ' =1+1', "' =1+1"],
    ['a formula behind a tab', '\t=1+1', "' =1+1"],
    ['what a spreadsheet adds up', '+1', "'+1"],
    ['what it subtracts', '-2+3', "'-2+3"],
    ['what it looks up', '@SUM(A1)', "'@SUM(A1)"],
    ['a formula in full-width characters', '＝1', "'＝1"],
    ['escape sequences', '\u001b[31mred', 'red'],
    ['a number', 0.25, '0.25'],
    ['a negative number, which is no formula', -1, '-1'],
    ['no value', null, ''],
    ['no number', Number.NaN, ''],
    ['a quantile without an end', Number.POSITIVE_INFINITY, 'Infinity'],
  ])('writes %s', (_, value, written) => {
    expect(csvText(['h'], [[value]])).toBe(`h\r\n${written}\r\n`)
  })

  it('is read back as it was written by a reader of RFC 4180', () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', 'é', '日', '"', ',', ';', ' ', '0', '=') })
      .map((text) => `x${text}`)
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        expect(read(csvText(['a', 'b'], rows))).toEqual([['a', 'b'], ...rows])
      }),
    )
  })
})

/** RFC 4180, section 2. */
function read(text: string): string[][] {
  const rows: string[][] = []
  const row: string[] = []
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy
  for (let match = field.exec(text); match !== null; match = field.exec(text)) {
    row.push(match[1] === undefined ? (match[2] as string) : match[1].replaceAll('""', '"'))
    if (match[3] === '\r\n') rows.push(row.splice(0))
    if (field.lastIndex === text.length) break
  }
  return rows
}
