import { describe, expect, it } from 'vitest'
import { line, paint } from '../../../../reports/terminal/text/styled-text.ts'
import { renderTable } from '../../../../reports/terminal/text/table.ts'

const COLUMNS = [
  { header: '', align: 'left', drop: 'keep' },
  { header: 'client', align: 'right', drop: 'keep' },
  { header: 'error', align: 'right', drop: 1 },
  { header: 'bucket', align: 'left', drop: 2 },
] as const

const ROWS = [
  ['P50', '502ms', '+99.0ms', '(0.5s, 0.7s]'],
  ['P95', '2.00s', '+2.55s', '(2s, 5s]'],
].map((row) => row.map((text) => line(text)))

function rendered(width: number, rows = ROWS): string[] | null {
  return renderTable(COLUMNS, rows, width)?.map((spans) => paint(spans, false)) ?? null
}

describe('renderTable', () => {
  it('makes columns as wide as their widest cell', () => {
    expect(rendered(40)).toEqual([
      '     client    error  bucket',
      'P50   502ms  +99.0ms  (0.5s, 0.7s]',
      'P95   2.00s   +2.55s  (2s, 5s]',
    ])
  })

  it('leaves out the column that is dropped first, then the next', () => {
    expect(rendered(33)?.[1]).toBe('P50   502ms  +99.0ms')
    expect(rendered(19)?.[1]).toBe('P50   502ms')
  })

  it('gives up where not even the columns that must stay fit', () => {
    expect(rendered(11)?.[1]).toBe('P50   502ms')
    expect(rendered(10)).toBeNull()
  })

  it('leaves out a column that is empty in every row, but for one that must stay', () => {
    const rows = ROWS.map(([name = [], client = [], , bucket = []]) => [name, client, [], bucket])
    expect(rendered(40, rows)).toEqual(['     client  bucket', 'P50   502ms  (0.5s, 0.7s]', 'P95   2.00s  (2s, 5s]'])
  })

  it('cuts what may be cut before a column goes', () => {
    const columns = [
      { header: 'alert', align: 'left', drop: 'keep', shortest: 8 },
      { header: 'pages', align: 'right', drop: 1 },
    ] as const
    const rows = [[line('HighNumberOfFailedRequests'), line('none')]]
    const shown = (width: number) => renderTable(columns, rows, width)?.map((spans) => paint(spans, false))
    expect(shown(33)).toEqual(['alert                       pages', 'HighNumberOfFailedRequests   none'])
    expect(shown(20)).toEqual(['alert          pages', 'HighNumberOf…   none'])
    expect(shown(15)).toEqual(['alert     pages', 'HighNum…   none'])
    expect(shown(14)).toEqual(['alert', 'HighNumberOfF…'])
  })
})
