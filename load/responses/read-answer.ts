// An answer as checks and captures look at it: decoded and parsed once, and only if anyone asks.

import { TextDecoder } from 'node:util'
import { type JsonValue, parseJson } from '../../core/json/exact-json.ts'
import { formatByteSize } from '../../core/text/byte-size.ts'
import { type Answer, MOST_BODY_BYTES } from '../connections/connection.ts'
import { headerValues } from '../connections/response-framing.ts'
import { decodeBody, type Problem } from './decode-body.ts'

/** What was read, or why nothing could be. */
export type Known<Value> = { readonly value: Value } | Problem

export class ReadAnswer {
  readonly #answer: Answer
  readonly #earlierCookies: readonly string[]
  #content: Known<Buffer> | undefined
  #text: Known<string> | undefined
  #json: Known<JsonValue> | undefined

  /** @param earlierCookies each `Set-Cookie` of the redirects that led to this answer */
  constructor(answer: Answer, earlierCookies: readonly string[] = []) {
    this.#answer = answer
    this.#earlierCookies = earlierCookies
  }

  get status(): number {
    return this.#answer.status
  }

  get firstByteSeconds(): number {
    return this.#answer.firstByteSeconds
  }

  /** The values of a header, in their order. */
  header(name: string): string[] {
    return headerValues(this.#answer.headers, name.toLowerCase())
  }

  /** Each `Set-Cookie`, those of redirects before it first: a login often sets its cookie with one. */
  get cookies(): string[] {
    return [...this.#earlierCookies, ...this.header('set-cookie')]
  }

  /** The body, decompressed. */
  get content(): Known<Buffer> {
    this.#content ??= this.#decoded()
    return this.#content
  }

  get text(): Known<string> {
    this.#text ??= known(this.content, (content) => ({
      value: decoderFor(this.header('content-type')).decode(content),
    }))
    return this.#text
  }

  get json(): Known<JsonValue> {
    this.#json ??= known(this.text, parsed)
    return this.#json
  }

  #decoded(): Known<Buffer> {
    const { body } = this.#answer
    const coding = this.header('content-encoding').join(',')
    if (body === null)
      return {
        problem: `a body of more than ${formatByteSize(MOST_BODY_BYTES)}`,
        isUnreadable: true,
        ...(coding === '' && { moreThanBytes: MOST_BODY_BYTES }),
      }
    const decoded = decodeBody(body, coding)
    return 'problem' in decoded ? decoded : { value: decoded }
  }
}

function known<From, To>(from: Known<From>, to: (value: From) => Known<To>): Known<To> {
  return 'problem' in from ? from : to(from.value)
}

function parsed(text: string): Known<JsonValue> {
  if (text.trim() === '') return { problem: 'an empty body' }
  try {
    return { value: parseJson(text) }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { problem: 'a body that is not JSON' }
  }
}

const UTF_8 = new TextDecoder()

/** UTF-8 unless the header names another charset that is known here. */
function decoderFor([contentType = '']: readonly string[]): TextDecoder {
  const charset = /;\s*charset="?([\w:.-]+)/i.exec(contentType)?.[1]
  if (charset === undefined || /^utf-?8$/i.test(charset)) return UTF_8
  try {
    return new TextDecoder(charset)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return UTF_8
  }
}
