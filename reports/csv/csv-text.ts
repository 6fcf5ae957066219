// A table as comma-separated values, as RFC 4180 has them: CRLF after every row, quotes around what needs them, UTF-8. A
// spreadsheet takes a text that begins with =, +, - or @ for a formula and runs it: such a text gets an apostrophe before it,
// which spreadsheets hide. Source: OWASP, CSV Injection.

import { plainText } from '../figures/plain-text.ts'

/** Null is an empty field. */
export type CsvValue = string | number | null

export function csvText(header: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return [header, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('')
}

function field(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value === 'number') return Number.isNaN(value) ? '' : String(value)
  return quoted(harmless(plainText(value)))
}

/** Line breaks and tabs are spaces by now; blanks before a formula keep no spreadsheet from running it. */
function harmless(text: string): string {
  return /^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text
}

function quoted(text: string): string {
  return /[",\r\n;]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
