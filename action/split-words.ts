// Splits a text into words as a shell does, without expanding anything: white space and line ends separate, quotes and
// backslashes keep together.

import { UserError } from '../core/user-error.ts'

const WORD = /(?:[^\s'"\\]|\\[\s\S]|'[^']*'|"(?:[^"\\]|\\[\s\S])*")+/y
const PIECE = /\\([\s\S])|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|([^\s'"\\]+)/g

/** @throws UserError where a quote is not closed */
export function splitWords(text: string): string[] {
  const words: string[] = []
  let at = 0
  while (at < text.length) {
    if (/\s/.test(text[at] as string)) {
      at++
      continue
    }
    WORD.lastIndex = at
    const word = WORD.exec(text)?.[0]
    if (word === undefined) throw new UserError(`flags: expected a closing quote, got ${text.slice(at)}`)
    words.push(unquoted(word))
    at += word.length
  }
  return words
}

function unquoted(word: string): string {
  return word.replace(PIECE, (_, escaped?: string, single?: string, double?: string, plain?: string) => {
    if (double !== undefined) return double.replace(/\\(["\\$`])/g, '$1')
    return escaped ?? single ?? plain ?? ''
  })
}
