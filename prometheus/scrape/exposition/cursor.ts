// A position in a metrics page, and the moves that both text formats need.

import { parseGoFloat } from '../../series/go-float.ts'
import { ExpositionError } from './exposition-error.ts'

export const CODE = {
  tab: 9,
  newline: 10,
  space: 32,
  quote: 34,
  hash: 35,
  comma: 44,
  equals: 61,
  backslash: 92,
} as const
export const BRACE = { open: 123, close: 125 } as const

export class Cursor {
  readonly text: string
  position = 0
  /** Where the line being read starts: what an error shows. */
  lineStart = 0
  samplesRead = 0

  constructor(text: string) {
    this.text = text
  }

  /** The character code here; NaN at the end. */
  code(): number {
    return this.text.charCodeAt(this.position)
  }

  get atEnd(): boolean {
    return this.position >= this.text.length
  }

  skipBlanks(): void {
    while (this.code() === CODE.space || this.code() === CODE.tab) this.position++
  }

  /** Moves past the text if it stands here. */
  accept(expected: string): boolean {
    if (!this.text.startsWith(expected, this.position)) return false
    this.position += expected.length
    return true
  }

  /** What stands from here to the end of the line. Moves to the newline. */
  restOfLine(): string {
    const end = this.text.indexOf('\n', this.position)
    const start = this.position
    this.position = end < 0 ? this.text.length : end
    return this.text.slice(start, this.position)
  }

  /** Letters, digits and underscores (and colons, in a metric's name), not starting with a digit. Empty where none stands here. */
  takeName(withColons: boolean): string {
    const start = this.position
    while (isNameCode(this.code(), withColons, this.position > start)) this.position++
    return this.text.slice(start, this.position)
  }

  /** A quoted string, unescaped: `\"`, `\\` and `\n` are one character, any other backslash is itself. */
  takeQuoted(mayHoldNewlines: boolean): string {
    const start = this.position + 1
    let escaped = false
    for (this.position = start; ; this.position++) {
      const code = this.code()
      if (Number.isNaN(code) || (code === CODE.newline && !mayHoldNewlines)) this.fail('expected a closing quote')
      if (code === CODE.quote) break
      if (code === CODE.backslash) {
        escaped = true
        this.position++
      }
    }
    const raw = this.text.slice(start, this.position++)
    return escaped ? unescapeQuoted(raw) : raw
  }

  /** A number that ends at a blank, a newline or (in the text format) a brace. */
  takeNumber(what: string): number {
    const start = this.position
    while (!isNumberEnd(this.code())) this.position++
    const token = this.text.slice(start, this.position)
    return (
      parseGoFloat(token) ?? this.fail(`expected ${what}, got ${JSON.stringify(token)}${carriageReturnHint(token)}`)
    )
  }

  /** @throws ExpositionError that names and shows the line */
  fail(problem: string): never {
    const { text, lineStart, samplesRead } = this
    const end = text.indexOf('\n', lineStart)
    const lineNumber = text.slice(0, lineStart).split('\n').length
    throw new ExpositionError(problem, lineNumber, text.slice(lineStart, end < 0 ? text.length : end), samplesRead)
  }
}

export function carriageReturnHint(token: string): string {
  return token.endsWith('\r') ? ' (the line ends in a carriage return, which Prometheus refuses too)' : ''
}

export function unescapeQuoted(raw: string): string {
  return raw.replace(/\\(["\\n])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
}

function isNameCode(code: number, withColons: boolean, mayBeDigit: boolean): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    code === 95 ||
    (code === 58 && withColons) ||
    (code >= 48 && code <= 57 && mayBeDigit)
  )
}

function isNumberEnd(code: number): boolean {
  return Number.isNaN(code) || code === CODE.space || code === CODE.tab || code === CODE.newline || code === BRACE.open
}
