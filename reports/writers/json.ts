// report.json: all of the report. What fits on a line stays on one, so that a row of the timeline is a line to
// read, to grep and to diff.

import type { Report } from '../../core/report.ts'

const LINE_WIDTH = 110

export function renderJson(report: Report): string {
  return `${printableJson(printed(report, '', 0))}\n`
}

/** @param taken columns that stand before the value on its line */
function printed(value: unknown, indent: string, taken: number): string {
  const oneLine = spaced(value)
  if (typeof value !== 'object' || value === null || indent.length + taken + oneLine.length <= LINE_WIDTH)
    return oneLine
  const deeper = `${indent}  `
  if (Array.isArray(value))
    return block(
      '[',
      ']',
      indent,
      value.map((item) => printed(item, deeper, 1)),
    )
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return block(
    '{',
    '}',
    indent,
    entries.map(([key, inner]) => {
      const label = `${JSON.stringify(key)}: `
      return label + printed(inner, deeper, label.length + 1)
    }),
  )
}

function block(open: string, close: string, indent: string, items: readonly string[]): string {
  return `${open}\n${items.map((item) => `${indent}  ${item}`).join(',\n')}\n${indent}${close}`
}

/** JSON on one line, with the spaces that people expect. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  if (entries.length === 0) return '{}'
  return `{ ${entries.map(([key, inner]) => `${JSON.stringify(key)}: ${spaced(inner)}`).join(', ')} }`
}

// JSON allows DEL, the C1 controls and the marks that turn the reading direction as they are; a terminal that the
// file is printed on acts on them. They only ever stand inside strings, where an escape means the same.
function printableJson(json: string): string {
  return json.replace(/[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
