import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeDataMistake } from '../../../core/data/data-mistake.ts'
import { DataScan } from '../../../core/data/data-scan.ts'
import type { DataFormat } from '../../../core/data/data-set.ts'
import { rowsIn } from '../../../core/data/rows-in.ts'
import { jsonText } from '../../../core/json/exact-json.ts'

/** @param cuts where the file is cut into pieces */
function scanned(
  format: DataFormat,
  file: string | Buffer,
  needed: readonly string[] = [],
  cuts: readonly number[] = [],
) {
  const bytes = Buffer.from(file)
  const scan = new DataScan(format, needed)
  let from = 0
  for (const cut of [...new Set(cuts.map((at) => Math.max(3, at % (bytes.length + 1))))].sort((a, b) => a - b)) {
    if (cut > from && cut < bytes.length) {
      scan.push(bytes.subarray(from, cut))
      from = cut
    }
  }
  scan.push(bytes.subarray(from))
  return scan.end()
}

const mistakes = (...of: Parameters<typeof scanned>) =>
  scanned(...of).mistakes.map((mistake) => describeDataMistake('f', mistake))

describe('a CSV file', () => {
  it.each([
    ['LF', 'a,b\n1,2\n3,4\n'],
    ['CRLF', 'a,b\r\n1,2\r\n3,4\r\n'],
    ['no line end at the end', 'a,b\n1,2\n3,4'],
    ['a byte order mark', '\ufeffa,b\n1,2\n3,4\n'],
    ['quoted names', '"a",b\n1,2\n3,4\n'],
    ['empty lines', '\na,b\n\n1,2\r\n\r\n3,4\n\n'],
  ])('has columns and rows: %s', (_, file) => {
    const { columns, rows, blocks, mistakes: wrong } = scanned('csv', file)
    expect({ columns, rows, wrong }).toEqual({ columns: ['a', 'b'], rows: 2, wrong: [] })
    const text = Buffer.from(file).subarray(blocks.offsets[0]).toString()
    expect(rowsIn(text, { format: 'csv', columns })).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
  })

  it.each([
    ['a column twice', 'a,b,a\n1,2,3\n', ['f:1: expected each column once, got "a" again']],
    [
      'semicolons in place of commas',
      'a;b\n1;2\n',
      ['f:1: expected columns parted by commas, got semicolons between them'],
    ],
    ['a column without a name', 'a,,c\n1,2,3\n', ['f:1: expected a name for each column, got none for column 2']],
    ['too few values', 'a,b\n1,2\n3\n', ['f:3: expected 2 values, got 1']],
    ['too many values', 'a,b\n1,2,3\n', ['f:2: expected 2 values, got 3']],
    ['a row of several lines with too many', 'a,b\n"1\n1",2\n"3\n3",4,5\n', ['f:4: expected 2 values, got 3']],
    [
      'a quote that is never closed',
      'a,b\n1,2\n3,"4\n5,6\n',
      ['f:3: expected a closing quote, got a quote that is never closed'],
    ],
    [
      'a quote within a value',
      'a\n1"2\n',
      [
        'f:2: expected quotes around a value that holds one, and each quote in it twice, got a quote within a value that does not begin with one',
      ],
    ],
    [
      'text behind a closing quote',
      'a\n"1"2\n',
      ['f:2: expected a comma or the end of the line behind a closing quote, got something else'],
    ],
    [
      'a carriage return by itself',
      'a\n1\r2\n',
      ['f:2: expected a line feed behind each carriage return, got something else behind it'],
    ],
    ['no rows', 'a,b\n', ['f:2: expected at least one row below the names of the columns, got none']],
    ['nothing', '', ['f:1: expected a first line with the names of the columns, got an empty file']],
    [
      'nothing but empty lines',
      '\n\r\n\n',
      ['f:1: expected a first line with the names of the columns, got an empty file'],
    ],
    ['UTF-16', Buffer.from('\ufeffa\n1\n', 'utf16le'), ['f:1: expected text in UTF-8, got UTF-16']],
    ['Latin-1', Buffer.from('a\nb\nZo\u00eb\n', 'latin1'), ['f:3: expected text in UTF-8, got other bytes']],
    [
      'a character that is cut off',
      Buffer.from([0x61, 0x0a, 0xe2, 0x82]),
      ['f:2: expected text in UTF-8, got other bytes'],
    ],
  ])('has a mistake: %s', (_, file, messages) => {
    expect(mistakes('csv', file)).toEqual(messages)
  })

  it('lacks a column, and has one that is nearly called so', () => {
    expect(mistakes('csv', 'email,name\n1,2\n', ['emial'])).toEqual([
      'f:1: expected a column "emial", got "email", "name" (did you mean email?)',
    ])
  })

  it('has many mistakes, of which the first are told', () => {
    expect(mistakes('csv', `a,b\n${'1\n'.repeat(1000)}`)).toHaveLength(20)
  })

  it('is no CSV but one endless row, which is not held', () => {
    const scan = new DataScan('csv', [])
    scan.push(Buffer.from('a\n"'))
    for (let i = 0; i < 9 && !scan.isOver; i++) scan.push(Buffer.alloc(1024 ** 2, 'x'))
    expect(scan.end().mistakes.map((mistake) => describeDataMistake('f', mistake))).toEqual([
      'f:2: expected a row of at most 8 MB, got a quote that is not closed within it',
    ])
  })

  it('is the same however it is cut', () => {
    const fields = fc.stringMatching(/^[",\r\naé€😀]{0,8}$/u)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fields, fields), { minLength: 1 }),
        fc.array(fc.nat(400)),
        fc.boolean(),
        (values, cuts, isMarked) => {
          const rows = values.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','))
          const file = `${isMarked ? '\ufeff' : ''}a,b\r\n${rows.join('\r\n')}`
          const whole = scanned('csv', file)
          expect(scanned('csv', file, [], cuts)).toEqual(whole)
          expect(whole).toMatchObject({ rows: values.length, mistakes: [] })
        },
      ),
    )
  })

  it('has the same mistakes however it is cut', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[",\r\naé]{0,40}$/), fc.array(fc.nat(60)), (file, cuts) => {
        expect(scanned('csv', `abc\n${file}`, [], cuts)).toEqual(scanned('csv', `abc\n${file}`))
      }),
    )
  })
})

describe.each(['csv', 'jsonl'] as const)('any file that is taken for %s', (format) => {
  const lines = fc.stringMatching(/^(a,b\r?\n)?[",\r\nab{}:1[\]]{0,60}$/).map((text) => Buffer.from(text))
  const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array))

  it('has mistakes, or the rows that were counted, each with its columns', () => {
    fc.assert(
      fc.property(fc.oneof(lines, bytes), (file) => {
        const { columns, rows, blocks, mistakes: wrong } = scanned(format, file)
        if (wrong.length > 0) return
        const read = rowsIn(file.subarray(blocks.offsets[0]).toString(), { format, columns })
        expect(read.map(({ length }) => length)).toEqual(Array(rows).fill(columns.length))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a file of JSON lines', () => {
  it.each([
    ['LF', '{"a":1,"b":"x"}\n{"a":2,"b":null}\n'],
    ['CRLF', '{"a":1,"b":"x"}\r\n{"a":2,"b":null}\r\n'],
    ['a byte order mark, empty lines, and no line end', '\ufeff\n{"a":1,"b":"x"}\n\n{"b":null,"a":2}'],
  ])('has columns and rows: %s', (_, file) => {
    const { columns, rows, blocks, mistakes: wrong } = scanned('jsonl', file, ['b'])
    expect({ columns, rows, wrong }).toEqual({ columns: ['a', 'b'], rows: 2, wrong: [] })
    const text = Buffer.from(file).subarray(blocks.offsets[0]).toString()
    expect(rowsIn(text, { format: 'jsonl', columns: ['b', 'a'] })).toEqual([
      ['x', 1],
      [null, 2],
    ])
  })

  const object = 'expected a JSON object on each line, such as {"id": 1}, got'

  it.each([
    ['a list', '[{"a":1}]\n', [`f:1: ${object} a list`]],
    [
      'JSON over several lines',
      '{\n"a":1}\n',
      [`f:1: ${object} text that is not JSON`, `f:2: ${object} text that is not JSON`],
    ],
    ['a number', '{"a":1}\n2\n', [`f:2: ${object} another value`]],
    ['nothing', '', [`f:1: ${object} an empty file`]],
    [
      'a value that is nested too deeply to be sent',
      `{"a":${'['.repeat(1500)}${']'.repeat(1500)}}\n`,
      ['f:1: expected at most 1,000 levels, got more of them in "a"'],
    ],
    ['a row without the value', '{"a":1}\n{"b":1}\n', ['f:2: expected a value of "a" in each row, got none']],
  ])('has a mistake: %s', (_, file, messages) => {
    expect(mistakes('jsonl', file, ['a'])).toEqual(messages)
  })

  it('keeps all digits of its numbers', () => {
    const text = '{"a":{"id":12345678901234567890},"b":0.12345678901234567890,"c":1e400}\n'
    expect(mistakes('jsonl', text, ['a', 'b', 'c'])).toEqual([])
    const [row = []] = rowsIn(text, { format: 'jsonl', columns: ['a', 'b', 'c'] })
    expect(row.map((value) => jsonText(value))).toEqual([
      '{"id":12345678901234567890}',
      '0.12345678901234567890',
      '1e400',
    ])
  })

  it('lacks a value, and has one that is nearly called so', () => {
    expect(mistakes('jsonl', '{"email":1}\n', [])).toEqual([])
    expect(scanned('jsonl', '{"email":1}\n', ['emial']).mistakes).toHaveLength(1)
  })

  it('is the same however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), fc.array(fc.nat(400)), (values, cuts) => {
        const file = values.map((a) => JSON.stringify({ a })).join('\n')
        const whole = scanned('jsonl', file, ['a'])
        expect(scanned('jsonl', file, ['a'], cuts)).toEqual(whole)
        expect(whole).toMatchObject({ rows: values.length, mistakes: [] })
      }),
    )
  })
})
