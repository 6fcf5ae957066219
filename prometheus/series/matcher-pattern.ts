// The patterns of `=~` and `!~`: RE2 syntax, always anchored at both ends. RE2 takes time linear in the text, whatever the
// pattern, so that neither a rule nor a metrics page can stop the program. Source: prometheus model/labels/regexp.go.

import { RE2JS, RE2JSSyntaxException } from 're2js'

/** The values that a label takes recur at every evaluation, but a service may print ever new ones. */
const MOST_REMEMBERED = 1000

/** One pattern in both dialects: before 3.0 a dot stops at a newline. */
export class MatcherPattern {
  readonly source: string
  readonly #dotAll: RE2JS
  readonly #dotWithinLine: RE2JS
  readonly #results = new Map<RE2JS, Map<string, boolean>>()

  /** @throws RangeError that says what in the pattern cannot be read */
  constructor(source: string) {
    this.source = source
    this.#dotAll = compile(source, RE2JS.DOTALL)
    this.#dotWithinLine = source.includes('.') ? compile(source, 0) : this.#dotAll
  }

  matches(value: string, dotAll: boolean): boolean {
    const pattern = dotAll ? this.#dotAll : this.#dotWithinLine
    const results = this.#resultsOf(pattern)
    const known = results.get(value)
    if (known !== undefined) return known
    if (results.size >= MOST_REMEMBERED) results.clear()
    const isMatch = pattern.matches(value)
    results.set(value, isMatch)
    return isMatch
  }

  #resultsOf(pattern: RE2JS): Map<string, boolean> {
    const known = this.#results.get(pattern) ?? new Map<string, boolean>()
    this.#results.set(pattern, known)
    return known
  }
}

function compile(pattern: string, flags: number): RE2JS {
  try {
    return RE2JS.compile(pattern, flags)
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error
    throw new RangeError(`the pattern cannot be read: ${error.message.replace(/^error parsing regexp: /, '')}`)
  }
}
