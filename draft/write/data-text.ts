// A data set as a CSV file. Source: RFC 4180.

import type { ImportedDataSet } from '../imported-traffic.ts'

export function dataText({ columns, rows }: ImportedDataSet): string {
  return [columns, ...rows].map((row) => `${row.map((value) => field(value, row.length)).join(',')}\n`).join('')
}

/** A row of one empty value would be an empty line, which is skipped. */
function field(value: string, columns: number): string {
  const mustBeQuoted = /[",\r\n]/.test(value) || (value === '' && columns === 1) || value.startsWith('\uFEFF')
  return mustBeQuoted ? `"${value.replaceAll('"', '""')}"` : value
}
