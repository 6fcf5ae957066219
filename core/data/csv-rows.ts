// The rows of a CSV text (RFC 4180): fields parted by commas, lines that end in CRLF or LF, quotes around what holds a
// comma, a line break or a quote, which is doubled then. Empty lines are no rows. The text was checked by csv-scanner.ts.

/** @param text whole rows */
export function csvRows(text: string): string[][] {
  const rows: string[][] = []
  let at = 0
  while (at < text.length) {
    const blank = blankLength(text, at)
    if (blank > 0) at += blank
    else {
      const row: string[] = []
      at = readRow(text, at, row)
      rows.push(row)
    }
  }
  return rows
}

function blankLength(text: string, at: number): number {
  if (text[at] === '\n') return 1
  return text[at] === '\r' && text[at + 1] === '\n' ? 2 : 0
}

/** @returns where the next row begins */
function readRow(text: string, from: number, row: string[]): number {
  let at = from
  for (;;) {
    at = text[at] === '"' ? readQuoted(text, at, row) : readPlain(text, at, row)
    if (text[at] !== ',') return text[at] === '\r' ? at + 2 : at + 1
    at++
  }
}

/** @returns the place behind the closing quote */
function readQuoted(text: string, start: number, row: string[]): number {
  let value = ''
  for (let from = start + 1; ; ) {
    const quote = text.indexOf('"', from)
    const end = quote < 0 ? text.length : quote
    value += text.slice(from, end)
    if (text[end + 1] !== '"') {
      row.push(value)
      return end + 1
    }
    value += '"'
    from = end + 2
  }
}

/** @returns the place of the comma, or of the line's end */
function readPlain(text: string, start: number, row: string[]): number {
  let end = start
  while (end < text.length && text[end] !== ',' && text[end] !== '\n') end++
  if (text[end] !== ',' && text[end - 1] === '\r' && end > start) end--
  row.push(text.slice(start, end))
  return end
}
