// The tokens of a Go template. Source: Go text/template/parse/lex.go.
//
// Inside of an action, blanks are tokens, because they separate arguments; a minus with a blank at a delimiter trims the
// text beside it; a field (`.name`) is one token, so that `.a.b` is two.

import { TemplateError } from './template-error.ts'

const KEYWORDS = [
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'nil',
  'range',
  'template',
  'with',
] as const

export type TokenKind =
  | (typeof KEYWORDS)[number]
  | 'text'
  | 'leftDelimiter'
  | 'rightDelimiter'
  | 'space'
  | 'assign'
  | 'declare'
  | 'pipe'
  | 'leftParenthesis'
  | 'rightParenthesis'
  | 'dot'
  | 'field'
  | 'variable'
  | 'identifier'
  | 'bool'
  | 'number'
  | 'character'
  | 'string'
  | 'rawString'
  | 'comma'
  | 'other'
  | 'end of the template'

export interface Token {
  readonly kind: TokenKind
  /** As written. */
  readonly text: string
}

const LEFT = '{{'
const RIGHT = '}}'
const BLANK = /[ \t\r\n]/
const ALPHANUMERIC = /[_\p{L}\p{Nd}]/u
const NUMBER =
  /[+-]?(?:0[xX][\da-fA-F_]*(?:\.[\da-fA-F_]*)?(?:[pP][+-]?[\d_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?[\d_]*)?)i?/y

/** @throws TemplateError at what is no token */
export function lexTemplate(text: string): readonly Token[] {
  return new Lexer(text).tokens()
}

class Lexer {
  readonly #text: string
  readonly #tokens: Token[] = []
  #position = 0
  #parentheses = 0

  constructor(text: string) {
    this.#text = text
  }

  tokens(): readonly Token[] {
    while (this.#position < this.#text.length) this.#readText()
    this.#add('end of the template', this.#position)
    return this.#tokens
  }

  /** Literal text up to the next action, and that action. */
  #readText(): void {
    const start = this.#position
    const left = this.#text.indexOf(LEFT, start)
    if (left < 0) {
      this.#position = this.#text.length
      this.#add('text', start)
      return
    }
    const trims = hasTrimBehind(this.#text, left + LEFT.length)
    const literal = this.#text.slice(start, left)
    const kept = trims ? literal.replace(/[ \t\r\n]+$/, '') : literal
    if (kept !== '') this.#tokens.push({ kind: 'text', text: kept })
    this.#position = left + LEFT.length + (trims ? 2 : 0)
    if (this.#text.startsWith('/*', this.#position)) this.#skipComment()
    else {
      this.#tokens.push({ kind: 'leftDelimiter', text: LEFT })
      this.#parentheses = 0
      while (!this.#readInsideAction());
    }
  }

  #skipComment(): void {
    const end = this.#text.indexOf('*/', this.#position + 2)
    if (end < 0) throw new TemplateError('unclosed comment')
    this.#position = end + 2
    if (this.#rightDelimiterLength() === 0) throw new TemplateError('comment ends before closing delimiter')
    this.#takeRightDelimiter()
  }

  /** How long the closing delimiter is that stands here, its trim marker included; 0 where none does. */
  #rightDelimiterLength(): number {
    if (this.#text.startsWith(RIGHT, this.#position)) return RIGHT.length
    const trimmed =
      BLANK.test(this.#text[this.#position] ?? '') && this.#text.startsWith(`-${RIGHT}`, this.#position + 1)
    return trimmed ? RIGHT.length + 2 : 0
  }

  #takeRightDelimiter(): void {
    const length = this.#rightDelimiterLength()
    this.#position += length
    if (length > RIGHT.length) while (BLANK.test(this.#text[this.#position] ?? '')) this.#position++
  }

  /** One token. @returns whether it was the closing delimiter */
  #readInsideAction(): boolean {
    const start = this.#position
    if (this.#rightDelimiterLength() > 0) {
      if (this.#parentheses > 0) throw new TemplateError('unclosed left parenthesis')
      this.#tokens.push({ kind: 'rightDelimiter', text: RIGHT })
      this.#takeRightDelimiter()
      return true
    }
    const character = this.#text[start]
    if (character === undefined) throw new TemplateError('unclosed action')
    if (BLANK.test(character)) this.#readBlanks()
    else if (character === '.' && !/\d/.test(this.#text[start + 1] ?? '')) this.#readName('field')
    else if (character === '$') this.#readName('variable')
    else if (/[+\-.\d]/.test(character)) this.#readNumber()
    else if (ALPHANUMERIC.test(this.#character(start))) this.#readWord()
    else if (character === '"') this.#readQuoted('"', 'string')
    else if (character === "'") this.#readQuoted("'", 'character')
    else if (character === '`') this.#readRawString()
    else this.#readSign(character)
    return false
  }

  #readBlanks(): void {
    const start = this.#position
    while (BLANK.test(this.#text[this.#position] ?? '') && this.#rightDelimiterLength() === 0) this.#position++
    this.#add('space', start)
  }

  /** `.name` or `$name`; the dot and the dollar alone are the data itself. */
  #readName(kind: 'field' | 'variable'): void {
    const start = this.#position++
    if (this.#isTerminated()) {
      this.#add(kind === 'field' ? 'dot' : 'variable', start)
      return
    }
    this.#skipAlphanumeric()
    this.#expectTerminator()
    this.#add(kind, start)
  }

  #readWord(): void {
    const start = this.#position
    this.#skipAlphanumeric()
    this.#expectTerminator()
    const word = this.#text.slice(start, this.#position)
    const keyword = KEYWORDS.find((known) => known === word)
    this.#add(keyword ?? (word === 'true' || word === 'false' ? 'bool' : 'identifier'), start)
  }

  #readNumber(): void {
    const start = this.#position
    this.#scanNumber()
    // The imaginary part of a complex number.
    if (/[+-]/.test(this.#text[this.#position] ?? '')) this.#scanNumber()
    this.#add('number', start)
  }

  #scanNumber(): void {
    NUMBER.lastIndex = this.#position
    const length = NUMBER.exec(this.#text)?.[0].length ?? 0
    this.#position += length
    if (length === 0 || ALPHANUMERIC.test(this.#character(this.#position))) throw new TemplateError('bad number syntax')
  }

  #readQuoted(quote: '"' | "'", kind: 'string' | 'character'): void {
    const start = this.#position++
    for (;;) {
      const character = this.#text[this.#position++]
      if (character === quote) break
      const escaped = character === '\\' ? this.#text[this.#position++] : character
      if (escaped === undefined || escaped === '\n')
        throw new TemplateError(kind === 'string' ? 'unterminated quoted string' : 'unterminated character constant')
    }
    this.#add(kind, start)
  }

  #readRawString(): void {
    const start = this.#position
    const end = this.#text.indexOf('`', start + 1)
    if (end < 0) throw new TemplateError('unterminated raw quoted string')
    this.#position = end + 1
    this.#add('rawString', start)
  }

  #readSign(character: string): void {
    const start = this.#position++
    if (character === ':') {
      if (this.#text[this.#position++] !== '=') throw new TemplateError('expected :=')
      this.#add('declare', start)
    } else if (character === '(') {
      this.#parentheses++
      this.#add('leftParenthesis', start)
    } else if (character === ')') {
      if (--this.#parentheses < 0) throw new TemplateError('unexpected right parenthesis')
      this.#add('rightParenthesis', start)
    } else if (character === '=') this.#add('assign', start)
    else if (character === '|') this.#add('pipe', start)
    else if (character === ',') this.#add('comma', start)
    else if (/[!-~]/.test(character)) this.#add('other', start)
    else throw new TemplateError(`unrecognized character in action: ${JSON.stringify(this.#character(start))}`)
  }

  #skipAlphanumeric(): void {
    for (;;) {
      const character = this.#character(this.#position)
      if (!ALPHANUMERIC.test(character)) return
      this.#position += character.length
    }
  }

  /** Names end at a blank, a delimiter, or a sign that may follow one. */
  #isTerminated(): boolean {
    const next = this.#text[this.#position]
    return next === undefined || /[ \t\r\n.,|:()]/.test(next) || this.#text.startsWith(RIGHT, this.#position)
  }

  #expectTerminator(): void {
    if (this.#isTerminated()) return
    throw new TemplateError(`bad character ${JSON.stringify(this.#character(this.#position))}`)
  }

  /** The whole character here, also where it takes two UTF-16 units; empty at the end. */
  #character(position: number): string {
    const code = this.#text.codePointAt(position)
    return code === undefined ? '' : String.fromCodePoint(code)
  }

  #add(kind: TokenKind, start: number): void {
    this.#tokens.push({ kind, text: this.#text.slice(start, this.#position) })
  }
}

/** Whether a minus with a blank stands here, which trims the text before the action. */
function hasTrimBehind(text: string, position: number): boolean {
  return text[position] === '-' && BLANK.test(text[position + 1] ?? '')
}
