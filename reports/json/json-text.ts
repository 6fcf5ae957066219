// JSON to read, to grep and to diff: what fits on a line stays on one, so that a row of a table is a line.

/** As wide as the formatter of this repository sets it, so that what is committed stays as it was written. */
const LINE_WIDTH = 120

export function jsonText(value: unknown): string {
  return `${printable(printed(value, '', 0))}\n`
}

/** @param taken columns on the value's line that stand before and after it */
function printed(value: unknown, indent: string, taken: number): string {
  const oneLine = spaced(value)
  if (typeof value !== 'object' || value === null || indent.length + taken + oneLine.length <= LINE_WIDTH)
    return oneLine
  const deeper = `${indent}  `
  if (Array.isArray(value)) {
    const items = value.map((item, i) => printed(item, deeper, comma(i, value)))
    return block('[', ']', indent, items)
  }
  const entries = definedEntries(value)
  const members = entries.map(([key, inner], i) => {
    const label = `${JSON.stringify(key)}: `
    return label + printed(inner, deeper, label.length + comma(i, entries))
  })
  return block('{', '}', indent, members)
}

function comma(index: number, items: readonly unknown[]): number {
  return index < items.length - 1 ? 1 : 0
}

function block(open: string, close: string, indent: string, items: readonly string[]): string {
  return `${open}\n${items.map((item) => `${indent}  ${item}`).join(',\n')}\n${indent}${close}`
}

/** JSON on one line, with the spaces that people expect. NaN and the infinities are null, as JSON has it. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = definedEntries(value)
  if (entries.length === 0) return '{}'
  return `{ ${entries.map(([key, inner]) => `${JSON.stringify(key)}: ${spaced(inner)}`).join(', ')} }`
}

function definedEntries(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, inner]) => inner !== undefined)
}

// JSON allows DEL, the C1 controls and the marks that turn the reading direction as they are; a terminal that the
// text is printed on acts on them. They only ever stand inside strings, where an escape means the same.
function printable(json: string): string {
  return json.replace(/[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
