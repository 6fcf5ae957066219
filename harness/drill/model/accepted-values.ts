// Values of a label that matchers accept: those that they name, and examples of their patterns.

import { acceptsValue, type CompiledMatcher } from '../../../prometheus/series/label-matcher.ts'

export function acceptAll(matchers: readonly CompiledMatcher[], value: string): boolean {
  return matchers.every((matcher) => acceptsValue(matcher, value, true))
}

/** Values that the matchers of a label name or mean, in their order, and the empty one for no label at all. */
export function candidateValues(label: string, matchers: readonly CompiledMatcher[]): readonly string[] {
  const named = matchers
    .filter(({ operator }) => operator === '=' || operator === '=~')
    .flatMap(({ operator, value }) => (operator === '=' ? [value] : examplesOf(value)))
  return [...new Set(['', ...named, label, `other-${label}`])]
}

const MOST_EXAMPLES = 16

/** Texts that a pattern means: one for each way through its alternatives. Those that it does not match are left out by whoever asks. */
export function examplesOf(pattern: string): readonly string[] {
  const reader = new PatternReader(pattern)
  return [...new Set(reader.alternatives())].slice(0, MOST_EXAMPLES)
}

/** Reads as much of RE2 as stands in rules; whatever else there is makes an example that does not match. */
class PatternReader {
  readonly #pattern: string
  #at = 0

  constructor(pattern: string) {
    this.#pattern = pattern
  }

  /** Up to the end, or to the parenthesis that closes the group. */
  alternatives(): string[] {
    const all: string[] = []
    let ways = ['']
    for (; this.#at < this.#pattern.length && this.#pattern[this.#at] !== ')'; ) {
      if (this.#pattern[this.#at] === '|') {
        this.#at++
        all.push(...ways)
        ways = ['']
        continue
      }
      const parts = this.#repeated(this.#atom())
      ways = ways.flatMap((way) => parts.map((part) => way + part)).slice(0, MOST_EXAMPLES)
    }
    return [...all, ...ways]
  }

  #atom(): string[] {
    const character = this.#pattern[this.#at++] as string
    if (character === '(') return this.#group()
    if (character === '[') return [this.#ofClass()]
    if (character === '\\') return [exampleOfEscape(this.#pattern[this.#at++] ?? '')]
    if (character === '.') return ['0']
    return character === '^' || character === '$' ? [''] : [character]
  }

  #group(): string[] {
    const flags = /^\?(?:P?<\w+>|[a-zA-Z]*:)/.exec(this.#pattern.slice(this.#at))
    if (flags) this.#at += flags[0].length
    const inside = this.alternatives()
    this.#at++
    return inside
  }

  /** The first character of a class; of a negated one a letter that stands in few. */
  #ofClass(): string {
    const end = this.#pattern.indexOf(']', this.#at + 1)
    const inside = this.#pattern.slice(this.#at, end < 0 ? undefined : end)
    this.#at = end < 0 ? this.#pattern.length : end + 1
    if (inside.startsWith('^')) return ['x', '1', '-'].find((character) => !inside.includes(character)) ?? '_'
    return inside.startsWith('\\') ? exampleOfEscape(inside[1] ?? '') : (inside[0] ?? '')
  }

  #repeated(parts: string[]): string[] {
    const [whole, least] = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(this.#pattern.slice(this.#at)) ?? []
    if (whole === undefined) return parts
    this.#at += whole.length
    if (least !== undefined) return parts.map((part) => part.repeat(Number(least)))
    return whole.startsWith('+') ? parts : ['', ...parts]
  }
}

function exampleOfEscape(character: string): string {
  if (character === 'd' || character === 'w') return '0'
  return character === 's' ? ' ' : character
}
