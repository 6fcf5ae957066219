// The patterns of `=~` and `!~`: RE2 syntax, always anchored at both ends. Source: prometheus model/labels/regexp.go.

import { compileRe2, type Re2 } from '../../core/pattern/compile-re2.ts'

/** The values that a label takes recur at every evaluation, but a service may print ever new ones. */
const MOST_REMEMBERED = 1000

/** One pattern in both dialects: before 3.0 a dot stops at a newline. */
export class MatcherPattern {
  readonly source: string
  readonly #dotAll: Re2
  readonly #dotWithinLine: Re2
  readonly #results = new Map<Re2, Map<string, boolean>>()

  /** @throws RangeError that says what in the pattern cannot be read */
  constructor(source: string) {
    this.source = source
    this.#dotAll = compileRe2(source, true)
    this.#dotWithinLine = source.includes('.') ? compileRe2(source, false) : this.#dotAll
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

  #resultsOf(pattern: Re2): Map<string, boolean> {
    const known = this.#results.get(pattern) ?? new Map<string, boolean>()
    this.#results.set(pattern, known)
    return known
  }
}
