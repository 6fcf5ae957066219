// Strings, characters and numbers as Go writes them. Source: Go strconv/quote.go, text/template/parse/node.go.

import { GO_ESCAPES } from '../../series/go-escapes.ts'
import { TemplateError } from './template-error.ts'

const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|([abfnrtv\\"']))|\\/g

/** @throws TemplateError for an escape that does not exist */
export function unquoteGo(literal: string): string {
  const quote = literal[0] ?? ''
  const inner = literal.slice(1, -1)
  if (quote === '`') return inner.replaceAll('\r', '')
  return inner.replace(ESCAPE, (whole, byte?: string, short?: string, long?: string, octal?: string, sign?: string) => {
    if (sign !== undefined) {
      if ((sign === '"' || sign === "'") && sign !== quote) throw invalid(literal)
      return GO_ESCAPES[sign] ?? sign
    }
    const code = Number.parseInt(byte ?? short ?? long ?? octal ?? '', octal === undefined ? 16 : 8)
    const isByte = byte !== undefined || octal !== undefined
    if (whole === '\\' || code > (isByte ? 255 : 0x10ffff) || (!isByte && code >= 0xd800 && code <= 0xdfff))
      throw invalid(literal)
    return String.fromCodePoint(code)
  })
}

function invalid(literal: string): TemplateError {
  return new TemplateError(`${literal} has an escape that does not exist`)
}

const INTEGER = /^[+-]?(?:0[xX](?:_?[\da-fA-F])+|0[bB](?:_?[01])+|0[oO]?(?:_?[0-7])+|0|[1-9](?:_?\d)*)$/
const FLOAT =
  /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|0[xX](?:[\da-fA-F]+\.?[\da-fA-F]*|\.[\da-fA-F]+)[pP][+-]?\d+)$/

/** A number as JavaScript reads it; a fraction or an exponent makes it a float. */
export function parseGoNumber(literal: string): string {
  if (literal.startsWith("'")) {
    const [character = '', ...more] = [...unquoteGo(literal)]
    if (character === '' || more.length > 0) throw new TemplateError(`${literal} is no character`)
    return String(character.codePointAt(0))
  }
  const real = literal.replace(/i$/, '')
  const isComplex = /[+-]/.test(literal.slice(1).replace(/[eEpP][+-]/g, ''))
  if (isComplex || real !== literal) return complexNumber(literal)
  if (INTEGER.test(literal)) {
    const value = integerValue(literal)
    if (value >= -(2n ** 63n) && value < 2n ** 64n) return String(value)
    throw new TemplateError(`${literal} is too large`)
  }
  if (!FLOAT.test(literal) || !/[.eEpP]/.test(literal)) throw new TemplateError(`${literal} is no number`)
  if (Number(literal) === Number.POSITIVE_INFINITY) throw new TemplateError(`${literal} is too large`)
  return literal
}

function integerValue(literal: string): bigint {
  const [sign, digits] = /^[+-]/.test(literal) ? [literal[0], literal.slice(1)] : ['', literal]
  const plain = digits.replaceAll('_', '').replace(/^0(?=\d)/, '0o')
  const value = BigInt(plain)
  return sign === '-' ? -value : value
}

/** Rules have no use for them: only their form is checked. */
function complexNumber(literal: string): string {
  const part = '(?:\\d[\\d_]*\\.?[\\d_]*|\\.\\d[\\d_]*)(?:[eE][+-]?\\d+)?'
  if (new RegExp(`^[+-]?(?:${part}[+-])?${part}i$`).test(literal)) return literal
  throw new TemplateError(`${literal} is no number`)
}
