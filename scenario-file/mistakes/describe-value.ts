// Describes a value of a file for a message: the phrase that completes `got …`.

const LONGEST_TEXT = 60

export function describeValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`
  if (typeof value === 'object') {
    const keys = Object.keys(value)
    return keys.length === 0 ? 'an empty mapping' : `a mapping of ${quoted(keys.join(', ')).slice(1, -1)}`
  }
  return String(value)
}

/** A key or a name, in quotes where it is not a plain word. */
export function describeKey(key: string): string {
  return /^[\p{L}\p{N}_./-]+$/u.test(key) ? shortened(key) : quoted(key)
}

// JSON's quoting also keeps control characters of a file off the terminal.
function quoted(text: string): string {
  return JSON.stringify(shortened(text))
}

function shortened(text: string): string {
  const characters = [...text]
  return characters.length <= LONGEST_TEXT ? text : `${characters.slice(0, LONGEST_TEXT - 1).join('')}…`
}
