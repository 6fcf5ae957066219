// A request whose values differ from one arrival to the next. What is literal in it is put together once; for an arrival
// only the values are written into their places.

import {
  type RunReference,
  shownReference,
  splitVarying,
  type VaryingText,
} from '../../core/references/varying-text.ts'
import type { RequestTemplate } from '../../core/scenario/load-plan.ts'
import { UserError } from '../../core/user-error.ts'
import type { PreparedRequest, SentValue } from '../connections/connection.ts'
import type { Arrival } from '../schedule/arrival.ts'
import { type BodyPlace, bodyParts } from './body-parts.ts'
import { assertHeader, basePath, lengthLine, requestHeaders, requestMethod, requestTarget } from './request-head.ts'
import { Unsendable, type ValueSource, type ValueSources } from './value-source.ts'
import { formEncoded, type Place, textOf, writtenValue } from './written-value.ts'

/** A value in its place. */
interface Slot {
  readonly source: ValueSource
  readonly name: string
  readonly reference: string
  readonly place: Place
  /** For messages. */
  readonly shown: string
}

type HeadPart = string | Slot
type BodyPart = string | Slot | Uint8Array

export class VaryingRequest {
  readonly #template: RequestTemplate
  readonly #index: number
  readonly #method: string
  readonly #head: readonly HeadPart[]
  readonly #body: readonly BodyPart[]
  readonly #boundary: string | undefined

  /**
   * @param index its place in the plan
   * @throws UserError where it cannot be sent whatever the values are, or a reference has no source
   */
  constructor(url: URL, template: RequestTemplate, index: number, sources: ValueSources) {
    this.#template = template
    this.#index = index
    this.#method = requestMethod(template)
    const slot = (reference: RunReference, place: Place, where: string) =>
      slotOf(reference, place, `request ${template.name}, ${where}`, sources)
    const { contentType, parts, boundary } = bodyParts<Slot>(template.body, (text, place) =>
      bodyTextParts(text, place, (reference, written) => slot(reference, written, 'body')),
    )
    this.#boundary = boundary
    this.#body = merged(parts)
    this.#head = merged([
      `${this.#method} `,
      ...targetParts(url, template, (reference, place) => slot(reference, place, 'path')),
      ' HTTP/1.1\r\n',
      ...requestHeaders(url, template, contentType).flatMap(({ name, value, isOwn }): HeadPart[] => {
        if (!isOwn) return [`${name}: ${value}\r\n`]
        const valueParts = splitVarying(value)
        assertHeader(template.name, name, valueParts.filter((part) => typeof part === 'string').join(''))
        const slots = valueParts.map((part) =>
          typeof part === 'string' ? part : slot(part, 'header', `header ${name}`),
        )
        return [`${name}: `, ...slots, '\r\n']
      }),
    ])
  }

  /** @throws Unsendable where HTTP cannot carry a value in its place, or there is none */
  render(arrival: Arrival): PreparedRequest {
    const values: SentValue[] = []
    let head = ''
    for (const part of this.#head) head += typeof part === 'string' ? part : this.#written(part, arrival, values)
    const body = this.#renderBody(arrival, values)
    head += `${lengthLine(this.#method, body.length)}\r\n`
    return {
      index: this.#index,
      bytes: Buffer.concat([Buffer.from(head, 'latin1'), body]),
      isHead: this.#method === 'HEAD',
      expect: this.#template.expect,
      answer: null,
      values,
    }
  }

  #renderBody(arrival: Arrival, values: SentValue[]): Buffer {
    let text = ''
    const pieces: Uint8Array[] = []
    for (const part of this.#body)
      if (part instanceof Uint8Array) {
        pieces.push(Buffer.from(text), part)
        text = ''
      } else text += typeof part === 'string' ? part : this.#written(part, arrival, values)
    const last = Buffer.from(text)
    return pieces.length === 0 ? last : Buffer.concat([...pieces, last])
  }

  #written({ source, name, reference, place, shown }: Slot, arrival: Arrival, values: SentValue[]): string {
    const value = source.value(name, arrival)
    const text = textOf(value)
    values.push({ reference, text })
    if (this.#boundary !== undefined && text.includes(this.#boundary))
      throw new Unsendable(`${shown}: expected a value without what parts a multipart body`)
    return writtenValue(place, value, shown)
  }
}

function slotOf(reference: RunReference, place: Place, where: string, sources: ValueSources): Slot {
  const { source: sourceName, name } = reference
  const source = sources.get(sourceName)
  const shown = shownReference(reference)
  if (source === undefined) throw new UserError(`${where}: expected a value that the run has, got ${shown}`)
  return { source, name, reference: shown, place, shown: `${where}, ${shown}` }
}

/** Literal parts that stand beside one another as one. */
function merged<Part extends HeadPart | BodyPart>(parts: readonly Part[]): (Part | string)[] {
  const all: (Part | string)[] = []
  let literal = ''
  for (const part of parts)
    if (typeof part === 'string') literal += part
    else {
      if (literal !== '') all.push(literal)
      all.push(part)
      literal = ''
    }
  if (literal !== '') all.push(literal)
  return all
}

function bodyTextParts(
  text: VaryingText,
  place: BodyPlace,
  slot: (reference: RunReference, place: Place) => Slot,
): (string | Slot)[] {
  const parts = splitVarying(text)
  if (place !== 'json')
    return parts.map((part) => {
      if (typeof part !== 'string') return slot(part, place)
      return place === 'form' ? formEncoded(part) : part
    })
  const [first] = parts
  if (parts.length === 1 && first !== undefined && typeof first !== 'string') return [slot(first, 'json')]
  const within = parts.map((part) =>
    typeof part === 'string' ? JSON.stringify(part).slice(1, -1) : slot(part, 'json text'),
  )
  return ['"', ...within, '"']
}

/**
 * The path is put into its normal form as every other one is, with words in the places of the values: a value must not
 * become a part of what is normalised.
 */
function targetParts(
  url: URL,
  { name, path }: RequestTemplate,
  slot: (reference: RunReference, place: Place) => Slot,
): HeadPart[] {
  const parts = splitVarying(path)
  const [first] = parts
  if (first !== undefined && typeof first !== 'string') {
    if (parts.length === 1) return [basePath(url), slot(first, 'whole path')]
    throw new UserError(`request ${name}: expected a path that begins with /, got ${shownReference(first)} first`)
  }
  const word = unusedWord([basePath(url), ...parts])
  const target = requestTarget(url, {
    name,
    path: parts.map((part, i) => (typeof part === 'string' ? part : `${word}${i}.`)).join(''),
  })
  const [start = '', ...rest] = target.split(word)
  return [
    start,
    ...rest.flatMap((piece): HeadPart[] => {
      const end = piece.indexOf('.')
      return [slot(parts[Number(piece.slice(0, end))] as RunReference, 'path'), piece.slice(end + 1)]
    }),
  ]
}

function unusedWord(parts: readonly (string | RunReference)[]): string {
  let word = 'value'
  while (parts.some((part) => typeof part === 'string' && part.includes(word))) word += 'x'
  return word
}
