// The commands of a shell text, as bash parts them into words: quotes, escapes, `$'…'`, variables, comments, and what comes
// between commands. A variable that the text does not set itself stays a reference.

import { importMistake } from '../import-mistake.ts'
import { mark } from '../written/marks.ts'

export interface ShellCommand {
  readonly words: readonly string[]
  readonly line: number
  /** What is between this command and the next: `|` feeds the next one. */
  readonly end: string
}

export function shellCommands(text: string, name: string): ShellCommand[] {
  return new ShellReader(text, name).read()
}

const ANSI: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

class ShellReader {
  readonly #text: string
  readonly #name: string
  readonly #variables = new Map<string, string>()
  readonly #commands: ShellCommand[] = []
  #at = 0
  #words: string[] = []
  /** The word that is being read; null between words. */
  #word: string | null = null
  #line = 1
  #commandLine = 1

  constructor(text: string, name: string) {
    this.#text = text.replaceAll('\r\n', '\n')
    this.#name = name
  }

  read(): ShellCommand[] {
    while (this.#at < this.#text.length) this.#step()
    this.#endCommand('')
    return this.#commands
  }

  #step(): void {
    const character = this.#text[this.#at] as string
    if (this.#text.startsWith('\\\n', this.#at)) this.#joinLines()
    else if (character === ' ' || character === '\t') this.#skipWordEnd()
    else if ('\n;&|'.includes(character)) this.#separate()
    else if (character === '#' && this.#word === null) this.#skipComment()
    else if (character === '<' || character === '>') this.#redirect()
    else if (character === '(' || character === ')')
      throw this.#mistake('a curl command', `a ${character} of the shell`)
    else this.#readPart(character)
  }

  #joinLines(): void {
    this.#line++
    this.#at += 2
  }

  #readPart(character: string): void {
    if (this.#word === null && this.#words.length === 0) this.#commandLine = this.#line
    this.#word ??= ''
    if (character === "'") this.#word += this.#until("'", this.#at + 1)
    else if (character === '"') this.#word += this.#doubleQuoted()
    else if (character === '\\') this.#word += this.#escaped()
    else if (character === '$') this.#word += this.#dollar(false)
    else if (character === '`') throw this.#substitution()
    else {
      this.#word += character
      this.#at++
    }
  }

  #skipWordEnd(): void {
    this.#endWord()
    this.#at++
  }

  #endWord(): void {
    if (this.#word !== null) this.#words.push(this.#word)
    this.#word = null
  }

  #separate(): void {
    const separator = /^(?:&&|\|\||;;|\|&|[\n;&|])/.exec(this.#text.slice(this.#at, this.#at + 2))?.[0] ?? ''
    this.#endCommand(separator)
    if (separator === '\n') this.#line++
    this.#at += separator.length
  }

  #endCommand(end: string): void {
    this.#endWord()
    const words = this.#words
    this.#words = []
    if (words.length === 0) return
    const assigned = words[0] === 'export' ? words.slice(1) : words
    const pairs = assigned.map((word) => /^([A-Za-z_]\w*)=(.*)$/s.exec(word))
    if (pairs.every((pair) => pair !== null))
      for (const [, variable = '', value = ''] of pairs) this.#variables.set(variable, value)
    else this.#commands.push({ words, line: this.#commandLine, end })
  }

  #skipComment(): void {
    const end = this.#text.indexOf('\n', this.#at)
    this.#at = end < 0 ? this.#text.length : end
  }

  /** Where output goes changes nothing that is sent; input is another file. */
  #redirect(): void {
    const [all = '', operator = ''] =
      /^(<<<|<<|<|>>|>&|>\||&>|>)[ \t]*/.exec(this.#text.slice(this.#at, this.#at + 200)) ?? []
    if (operator.startsWith('<')) throw this.#mistake('the body in the command itself', `input by ${operator}`)
    if (this.#word !== null && /^\d$/.test(this.#word)) this.#word = null
    this.#endWord()
    this.#at += all.length
    const before = this.#words.length
    while (this.#at < this.#text.length && !/[\s;|&<>]/.test(this.#text[this.#at] as string)) this.#step()
    if (operator === '>&' && this.#word === null && this.#text[this.#at] === '&') this.#at++
    this.#word = null
    this.#words.length = before
  }

  /** @returns what stands before the quote, which is skipped */
  #until(quote: string, from: number): string {
    const end = this.#text.indexOf(quote, from)
    if (end < 0) throw this.#mistake(`a closing ${quote}`, 'the end of the text')
    const inside = this.#text.slice(from, end)
    this.#line += inside.split('\n').length - 1
    this.#at = end + 1
    return inside
  }

  #doubleQuoted(): string {
    this.#at++
    let inside = ''
    for (;;) {
      const character = this.#text[this.#at]
      if (character === undefined) throw this.#mistake('a closing "', 'the end of the text')
      if (character === '"') break
      if (character === '`') throw this.#substitution()
      if (character === '\n') this.#line++
      const next = this.#text[this.#at + 1]
      if (character === '$') inside += this.#dollar(true)
      else if (character === '\\' && next !== undefined && '$`"\\\n'.includes(next)) {
        if (next === '\n') this.#line++
        else inside += next
        this.#at += 2
      } else {
        inside += character
        this.#at++
      }
    }
    this.#at++
    return inside
  }

  /** Outside of quotes. */
  #escaped(): string {
    const next = this.#text[this.#at + 1]
    this.#at += 2
    return next ?? '\\'
  }

  #dollar(isQuoted: boolean): string {
    const rest = this.#text.slice(this.#at, this.#at + 300)
    if (!isQuoted && rest.startsWith("$'")) return this.#ansiQuoted()
    if (!isQuoted && rest.startsWith('$"')) {
      this.#at++
      return this.#doubleQuoted()
    }
    const [whole, braced, bare] = /^\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/.exec(rest) ?? []
    const variable = braced ?? bare
    if (whole !== undefined && variable !== undefined) {
      this.#at += whole.length
      return this.#variables.get(variable) ?? mark(variable)
    }
    if (/^\$\(/.test(rest)) throw this.#substitution()
    if (/^\$[{\d@*#?$!-]/.test(rest))
      throw this.#mistake('a variable such as $TOKEN', `${rest.slice(0, 2)}…, which only a shell can fill in`)
    this.#at++
    return '$'
  }

  #ansiQuoted(): string {
    const start = this.#at + 2
    let end = start
    while (end < this.#text.length && this.#text[end] !== "'") end += this.#text[end] === '\\' ? 2 : 1
    if (end >= this.#text.length) throw this.#mistake("a closing '", 'the end of the text')
    this.#at = end + 1
    const inside = this.#text.slice(start, end)
    this.#line += inside.split('\n').length - 1
    return unescapeAnsi(inside)
  }

  #substitution(): Error {
    return this.#mistake(
      'a value or a variable such as $TOKEN',
      'the output of another command: put it into a variable',
    )
  }

  #mistake(expected: string, got: string): Error {
    return importMistake({ name: this.#name, at: `line ${this.#line}` }, expected, got)
  }
}

const ANSI_ESCAPE =
  /((?:\\x[0-9a-fA-F]{1,2}|\\[0-7]{1,3})+)|\\u([0-9a-fA-F]{1,4})|\\U([0-9a-fA-F]{1,8})|\\c([\s\S])|\\([\s\S])/g

/** Bytes beside one another are UTF-8. */
function unescapeAnsi(inside: string): string {
  return inside.replace(ANSI_ESCAPE, (whole, bytes?: string, u?: string, long?: string, control?: string, one = '') => {
    if (bytes !== undefined) {
      const values = [...bytes.matchAll(/\\x([0-9a-fA-F]+)|\\([0-7]+)/g)].map(([, hex, octal = '']) =>
        hex === undefined ? Number.parseInt(octal, 8) : Number.parseInt(hex, 16),
      )
      return Buffer.from(values).toString('utf8')
    }
    const point = Number.parseInt(u ?? long ?? '', 16)
    if (Number.isFinite(point)) return point <= 0x10ffff ? String.fromCodePoint(point) : whole
    if (control !== undefined) return String.fromCharCode((control.toUpperCase().codePointAt(0) ?? 0) & 0x1f)
    return ANSI[one] ?? ('\\\'"?'.includes(one) ? one : whole)
  })
}
