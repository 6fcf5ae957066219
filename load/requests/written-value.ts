// How a value of the run is written where it stands in a request, so that it arrives there as it is and nothing in it can
// end what it stands in.

import { validateHeaderValue } from 'node:http'
import { jsonText } from '../../core/json/exact-json.ts'
import { Unsendable } from './value-source.ts'

/** Where in a request a value stands. */
export type Place =
  /** Part of the path or of its query. */
  | 'path'
  /** The path and its query, all of it. */
  | 'whole path'
  | 'header'
  /** Within a text of JSON. */
  | 'json text'
  /** A value of JSON by itself, which keeps its type. */
  | 'json'
  | 'text'
  | 'form'

/**
 * @param shown the reference and where it stands, for messages
 * @throws Unsendable where HTTP cannot carry the value there
 */
export function writtenValue(place: Place, value: unknown, shown: string): string {
  switch (place) {
    case 'path':
      return percentEncoded(textOf(value))
    case 'whole path':
      return wholePath(textOf(value), shown)
    case 'header':
      return headerText(textOf(value), shown)
    case 'json':
      return jsonText(value ?? null)
    case 'json text':
      return JSON.stringify(textOf(value)).slice(1, -1)
    case 'text':
      return textOf(value)
    case 'form':
      return formEncoded(textOf(value))
  }
}

/** A text as it is, any other value as JSON. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : jsonText(value ?? null)
}

/**
 * Dots that are all there is would move the path (RFC 3986, 5.2.4). Half a surrogate pair is no character, and is sent as
 * the one that stands for none.
 */
function percentEncoded(text: string): string {
  if (text === '.' || text === '..') return text.replaceAll('.', '%2E')
  return encodeURIComponent(Buffer.from(text).toString())
}

/** As other forms are: with a plus for a space. */
export function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1)
}

/** Characters that a path may not have are encoded; what is encoded already stays. */
function wholePath(text: string, shown: string): string {
  if (!/^\/[^\s#\p{Cc}]*$/u.test(text))
    throw new Unsendable(`${shown}: expected a value that begins with / and has no spaces, no line breaks and no #`)
  return text.replace(/[^!-~]|["<>\\^`{|}]/gu, (character) => percentEncoded(character))
}

function headerText(text: string, shown: string): string {
  try {
    validateHeaderValue('x', text)
    return text
  } catch {
    throw new Unsendable(`${shown}: expected a value that HTTP can carry: one line, and no characters beyond Latin-1`)
  }
}
