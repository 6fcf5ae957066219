import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvRows } from '../../../core/data/csv-rows.ts'

const field = fc.oneof(fc.string(), fc.stringMatching(/^[",\r\na]{0,6}$/))

/** Quotes where RFC 4180 wants them, and sometimes where it does not. */
const written = (value: string, always: boolean) =>
  always || /[",\r\n]/.test(value) || value === '' ? `"${value.replaceAll('"', '""')}"` : value

describe('rows of a CSV text', () => {
  it('are what was written, with either line end and with or without one at the end', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 4 })
          .chain((width) => fc.array(fc.array(field, { minLength: width, maxLength: width }))),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.boolean(),
        (rows, end, endsLine, always) => {
          const text = rows.map((row) => row.map((value) => written(value, always)).join(',')).join(end)
          expect(csvRows(endsLine ? text + end : text)).toEqual(rows)
        },
      ),
    )
  })

  it.each([
    ['quotes with a comma, a line break and quotes in them', 'a,"b, ""c""\nd"\n', [['a', 'b, "c"\nd']]],
    ['no values', ',\n', [['', '']]],
    ['blanks, which belong to the value', ' a , b \n', [[' a ', ' b ']]],
    ['empty lines, which are no rows', '\na\r\n\r\nb\n\n', [['a'], ['b']]],
    ['an empty value in quotes, which is one', '""\n', [['']]],
    ['nothing', '', []],
  ])('%s', (_, text, rows) => {
    expect(csvRows(text)).toEqual(rows)
  })
})
