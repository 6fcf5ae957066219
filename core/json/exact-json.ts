// JSON whose numbers keep their digits: an identifier of 19 digits that a double would round is sent again as it came.

/** A number that a double does not hold as it is written. */
export class ExactNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type JsonValue = string | number | boolean | null | ExactNumber | JsonValue[] | { [key: string]: JsonValue }

/** Whether a whole number was perhaps written with digits that a double does not hold. Beyond, they have an exponent. */
export function mayBeRounded(value: unknown): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(Number(value)) < 1e21
}

/** Of collections inside one another. Nothing that is meant has as many, and recursion would fill the stack. */
const MOST_LEVELS = 1000

/** A number that may lose digits has at least so many of them, or an exponent. */
const MAY_BE_ROUNDED = /[\d.]{16}|\d[eE]/

/** @throws SyntaxError where the text is not JSON */
export function parseJson(text: string): JsonValue {
  const value: JsonValue = JSON.parse(text)
  return MAY_BE_ROUNDED.test(text) ? parseExactly(text) : value
}

/** @throws RangeError where it is nested more deeply than anything that is meant */
export function jsonText(value: unknown, level = 0): string {
  if (level > MOST_LEVELS) throw new RangeError(`nested more than ${MOST_LEVELS} levels deep`)
  if (value instanceof ExactNumber) return value.text
  if (Array.isArray(value)) return `[${value.map((item) => jsonText(item, level + 1)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${jsonText(inner, level + 1)}`)
  return `{${entries.join(',')}}`
}

/** A text as it is, all else as JSON. @throws as `jsonText` */
export function textOfJson(value: JsonValue): string {
  return typeof value === 'string' ? value : jsonText(value)
}

/** A collection that is not closed yet. */
interface OpenCollection {
  readonly items: JsonValue[]
  /** Null of a list. */
  readonly keys: string[] | null
}

/** Reads what JSON.parse has read before, so that nothing in it can be wrong. */
function parseExactly(text: string): JsonValue {
  const open: OpenCollection[] = []
  let at = 0
  while (at < text.length) {
    const character = text[at] as string
    if (' \t\r\n,:'.includes(character)) {
      at++
      continue
    }
    if (character === '{' || character === '[') {
      open.push({ items: [], keys: character === '{' ? [] : null })
      at++
      continue
    }
    const start = at
    at = tokenEnd(text, start)
    const around = open.at(-1)
    if (character === '"' && around?.keys && around.keys.length === around.items.length) {
      around.keys.push(JSON.parse(text.slice(start, at)))
      continue
    }
    const isEnd = character === '}' || character === ']'
    const value = isEnd ? closed(open.pop() as OpenCollection) : scalar(text.slice(start, at))
    const outer = isEnd ? open.at(-1) : around
    if (outer === undefined) return value
    outer.items.push(value)
  }
  throw new SyntaxError('expected JSON')
}

function tokenEnd(text: string, start: number): number {
  if (text[start] === '}' || text[start] === ']') return start + 1
  let end = start + 1
  if (text[start] === '"') {
    while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1
    return end + 1
  }
  while (end < text.length && !' \t\r\n,]}'.includes(text[end] as string)) end++
  return end
}

function closed({ items, keys }: OpenCollection): JsonValue {
  return keys === null ? items : Object.fromEntries(keys.map((key, i) => [key, items[i] as JsonValue]))
}

function scalar(token: string): JsonValue {
  if (!/^[-\d]/.test(token)) return JSON.parse(token)
  const value = Number(token)
  return normalized(token) === normalized(String(value)) ? value : new ExactNumber(token)
}

/** The same for every way to write a number: its digits without zeros around them, and their exponent. */
function normalized(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? []
  const digits = whole + fraction
  let from = 0
  while (digits[from] === '0') from++
  let to = digits.length
  while (to > from && digits[to - 1] === '0') to--
  if (from === to) return '0'
  return `${sign}${digits.slice(from, to)}e${Number(exponent) - fraction.length + digits.length - to}`
}
