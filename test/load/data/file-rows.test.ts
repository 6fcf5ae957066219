import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../core/clock.ts'
import { csvRows } from '../../../core/data/csv-rows.ts'
import { DataScan } from '../../../core/data/data-scan.ts'
import { UserError } from '../../../core/user-error.ts'
import { FileRows, type RowFile } from '../../../load/data/file-rows.ts'

const ROWS = 5000
const text = `id,text\n${Array.from({ length: ROWS }, (_, i) => `${i},"row ${i}\n${'x'.repeat(i % 90)}"\n`).join('')}`
const rows = csvRows(text).slice(1)
let folder: string
let of: RowFile

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rows-'))
  const file = join(folder, 'users.csv')
  writeFileSync(file, text)
  const scan = new DataScan('csv', [])
  scan.push(Buffer.from(text))
  const { columns, blocks } = scan.end()
  of = { name: 'users', format: 'csv', columns, file, blocks }
})

afterAll(() => rmSync(folder, { recursive: true }))

describe('the rows of a file', () => {
  it('are those of the file, whichever is asked for', () => {
    const reader = new FileRows(of)
    for (let i = 0; i < ROWS; i++) expect(reader.row((i * 1237) % ROWS)).toEqual(rows[(i * 1237) % ROWS])
    reader.close()
  })

  it('are kept in no more memory than was given', () => {
    const reader = new FileRows(of, 20_000)
    for (let i = 0; i < ROWS; i++) {
      reader.row((i * 1237) % ROWS)
      expect(reader.keptBytes).toBeLessThanOrEqual(20_000)
    }
    reader.close()
  })

  it('are at hand where they were expected in time', async () => {
    const reader = new FileRows(of)
    for (const row of [0, 1, 2000, 3000]) reader.expect(row)
    while (reader.keptBytes < 3 * 4096) await systemClock.sleep(0.001)
    for (const row of [0, 1, 2000, 3000]) expect(reader.row(row)).toEqual(rows[row])
    expect(reader.misses).toBe(0)
    expect(reader.row(1000)).toEqual(rows[1000])
    expect(reader.misses).toBe(1)
    reader.close()
  })

  it('may be expected while the file is closed', () => {
    const reader = new FileRows(of)
    reader.expect(3)
    reader.close()
    reader.close()
  })

  it.each([
    ['longer', () => appendFileSync(of.file, '1,2\n'), 'as it was before the run, got another one'],
    ['gone', () => rmSync(of.file), 'expected the file of the data set users, got ENOENT'],
  ])('are refused where the file is %s than before', (_, change, message) => {
    change()
    expect(() => new FileRows(of)).toThrow(UserError)
    expect(() => new FileRows(of)).toThrow(message)
  })
})
