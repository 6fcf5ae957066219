// Text from outside (scenario names, error bodies, rule expressions) made safe to print: one line, no escape
// sequences, no control characters, nothing that turns the reading direction or hides. Without this, an answer of
// the service under test could move the cursor, rename the window or fake a verdict.

import { stripVTControlCharacters } from 'node:util'

// Line breaks and tabs separate words; all else is taken out. The joiners U+200C and U+200D carry meaning in words.
const SEPARATORS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g
// Variation selectors would change the width of whatever they are printed behind.
const UNPRINTABLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Variation_Selector}]/gu

// Most of a long report's texts; a timeline of a day holds a million keys.
const ALREADY_PLAIN = /^[ -~]*$/

export function plainText(text: string): string {
  if (ALREADY_PLAIN.test(text)) return text
  return stripVTControlCharacters(text).replace(SEPARATORS, ' ').replace(UNPRINTABLE, '')
}

/** The same data, every text in it made plain: keys of records too. */
export function withPlainText<Data>(data: Data): Data {
  return plainDeep(data) as Data
}

function plainDeep(value: unknown): unknown {
  if (typeof value === 'string') return plainText(value)
  if (Array.isArray(value)) return value.map(plainDeep)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [plainText(key), plainDeep(inner)]))
}
