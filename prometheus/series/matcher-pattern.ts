// The patterns of `=~` and `!~`: RE2 syntax, always anchored at both ends, translated to JavaScript's.
// Source: Go regexp/syntax, https://github.com/google/re2/wiki/Syntax.
//
// Translated: \s (ASCII in RE2), \A \z, the dot, POSIX classes, \x{…}, octal escapes, \pL, literal braces and brackets.
// Refused by name: inline flags, \Q…\E, \C, and what RE2 does not have (lookaround, backreferences).

/** One anchored pattern in both dialects: before 3.0 a dot stops at a newline. */
export interface MatcherPattern {
  readonly dotAll: RegExp
  readonly dotWithinLine: RegExp
}

/** @throws RangeError that says what in the pattern cannot be read, and where */
export function compilePattern(pattern: string): MatcherPattern {
  const dotAll = compile(pattern, '[^]')
  return { dotAll, dotWithinLine: pattern.includes('.') ? compile(pattern, '[^\\n]') : dotAll }
}

const SPACE = '\\t\\n\\f\\r '
const NOT_SPACE = '\\0-\\x08\\x0b\\x0e-\\x1f!-\\u{10ffff}'
const LONGEST_REPETITION = 1000
const NOT_IN_RE2 = 'RE2 does not have'

const POSIX_CLASSES: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\0-\\x7f',
  blank: '\\t ',
  cntrl: '\\0-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
}

const CONTROL_ESCAPES: Readonly<Record<string, number>> = { a: 7, t: 9, n: 10, v: 11, f: 12, r: 13 }

/** Where the scan stands in the pattern. */
interface Scan {
  readonly pattern: string
  at: number
}

/** A piece of a translated class; `codePoint` where it is one character, which may start or end a range. */
interface Piece {
  readonly source: string
  readonly codePoint: number | null
}

function compile(pattern: string, dot: string): RegExp {
  const scan: Scan = { pattern, at: 0 }
  let source = ''
  while (scan.at < pattern.length) source += translateNext(scan, dot)
  try {
    return new RegExp(`^(?:${source})$`, 'u')
  } catch (error) {
    throw new RangeError(`the pattern cannot be read: ${(error as Error).message.replace(/^.*: /, '')}`)
  }
}

function translateNext(scan: Scan, dot: string): string {
  const { pattern, at } = scan
  const character = takeCharacter(scan)
  switch (character) {
    case '\\':
      return translateEscape(scan, at)
    case '[':
      return translateClass(scan, at)
    case '(':
      return openGroup(scan, at)
    case '.':
      return dot
    case '{':
      return repetition(scan) ?? literal('{')
    case '|':
    case ')':
    case '*':
    case '+':
    case '?':
    case '^':
    case '$':
      return pattern.charAt(at)
    default:
      return literal(character)
  }
}

function translateEscape(scan: Scan, from: number): string {
  const next = scan.pattern.charAt(scan.at)
  if (/[bB]/.test(next)) return `\\${takeCharacter(scan)}`
  if (next === 'A' || next === 'z') {
    scan.at++
    return next === 'A' ? '^' : '$'
  }
  const piece = escapedPiece(scan, from)
  return piece.codePoint === null ? `[${piece.source}]` : piece.source
}

/** What an escape means inside as well as outside a class. */
function escapedPiece(scan: Scan, from: number): Piece {
  const next = takeCharacter(scan)
  if (/[dDwW]/.test(next)) return { source: `\\${next}`, codePoint: null }
  if (next === 's') return { source: SPACE, codePoint: null }
  if (next === 'S') return { source: NOT_SPACE, codePoint: null }
  if (next === 'p' || next === 'P') return { source: unicodeClass(scan, next), codePoint: null }
  if (next === 'x') return character(hexadecimal(scan, from))
  if (/[0-7]/.test(next)) return character(octal(scan, next, from))
  const control = CONTROL_ESCAPES[next]
  if (control !== undefined) return character(control)
  if (/^[!-/:-@[-`{-~]$/.test(next)) return character(next.charCodeAt(0))
  throw problem(from, next === '' ? 'a backslash at its end' : `the escape \\${next}`)
}

function translateClass(scan: Scan, from: number): string {
  let source = '['
  if (scan.pattern.charAt(scan.at) === '^') source += takeCharacter(scan)
  const first = scan.at
  while (scan.pattern.charAt(scan.at) !== ']' || scan.at === first) {
    if (scan.at >= scan.pattern.length) throw problem(from, 'a class without its closing ]', 'is no pattern')
    source += classItem(scan)
  }
  scan.at++
  return `${source}]`
}

function classItem(scan: Scan): string {
  const from = scan.at
  const low = classPiece(scan)
  const isRange = scan.pattern.charAt(scan.at) === '-' && !/^(?:\]|$)/.test(scan.pattern.charAt(scan.at + 1))
  if (low.codePoint === null || !isRange) return low.source
  scan.at++
  const high = classPiece(scan)
  if (high.codePoint === null || high.codePoint < low.codePoint)
    throw problem(from, 'a range out of order', 'is no pattern')
  return `${low.source}-${high.source}`
}

function classPiece(scan: Scan): Piece {
  const posix = /^\[:(\^?)([a-z]*):\]/.exec(scan.pattern.slice(scan.at))
  const members = posix && POSIX_CLASSES[posix[2] ?? '']
  if (posix && (members === undefined || posix[1] === '^')) throw problem(scan.at, `the class ${posix[0]}`)
  if (posix && members) {
    scan.at += posix[0].length
    return { source: members, codePoint: null }
  }
  const from = scan.at
  const taken = takeCharacter(scan)
  return taken === '\\' ? escapedPiece(scan, from) : character(taken.codePointAt(0) as number)
}

function openGroup(scan: Scan, from: number): string {
  const rest = scan.pattern.slice(scan.at)
  if (!rest.startsWith('?')) return '(?:'
  const opening = /^\?(?::|P?<\w+>)/.exec(rest)
  if (opening) {
    scan.at += opening[0].length
    return '(?:'
  }
  if (/^\?<?[=!]/.test(rest)) throw problem(from, 'lookaround', NOT_IN_RE2)
  const flags = /^\?[a-zA-Z-]+[:)]?/.exec(rest)
  throw problem(from, flags ? `the inline flags (${flags[0]}` : 'this group')
}

function repetition(scan: Scan): string | undefined {
  const counts = /^(\d+)(?:,(\d*))?\}/.exec(scan.pattern.slice(scan.at))
  if (!counts) return undefined
  if (Math.max(Number(counts[1]), Number(counts[2] ?? 0)) > LONGEST_REPETITION)
    throw problem(scan.at - 1, `a repetition above ${LONGEST_REPETITION}`)
  scan.at += counts[0].length
  return `{${counts[0]}`
}

function unicodeClass(scan: Scan, letter: string): string {
  const name = /^(?:\{(\^?)(\w+)\}|([A-Z]))/.exec(scan.pattern.slice(scan.at))
  if (!name || name[1] === '^') throw problem(scan.at - 2, `this form of \\${letter}`)
  scan.at += name[0].length
  const category = name[2] ?? name[3] ?? ''
  return category.length <= 2 ? `\\${letter}{${category}}` : `\\${letter}{Script=${category}}`
}

function hexadecimal(scan: Scan, from: number): number {
  const digits = /^(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/.exec(scan.pattern.slice(scan.at))
  const codePoint = Number.parseInt(digits?.[1] ?? digits?.[2] ?? '', 16)
  if (!digits || codePoint > 0x10ffff) throw problem(from, 'this form of \\x')
  scan.at += digits[0].length
  return codePoint
}

function octal(scan: Scan, first: string, from: number): number {
  const more = /^[0-7]{0,2}/.exec(scan.pattern.slice(scan.at))?.[0] ?? ''
  if (first !== '0' && more === '') throw problem(from, 'a backreference', NOT_IN_RE2)
  scan.at += more.length
  return Number.parseInt(first + more, 8)
}

function takeCharacter(scan: Scan): string {
  const codePoint = scan.pattern.codePointAt(scan.at)
  if (codePoint === undefined) return ''
  const taken = String.fromCodePoint(codePoint)
  scan.at += taken.length
  return taken
}

function character(codePoint: number): Piece {
  return { source: `\\u{${codePoint.toString(16)}}`, codePoint }
}

function literal(text: string): string {
  return /^\w$/.test(text) ? text : character(text.codePointAt(0) as number).source
}

function problem(at: number, what: string, why = 'is not evaluated here'): RangeError {
  return new RangeError(`the pattern has ${what} at its character ${at + 1}, which ${why}`)
}
