// The body of a request in its parts: texts, files, and what the texts are split into where something in them varies.

import { createHash } from 'node:crypto'
import { assertNever } from '../../core/assert-never.ts'
import type { FormField, MultipartPart, RequestBody } from '../../core/scenario/load-plan.ts'
import { formEncoded } from './written-value.ts'

export interface BodyParts<Varying> {
  readonly contentType: string | null
  /** Beside one another, they are the body. */
  readonly parts: readonly (string | Uint8Array | Varying)[]
  /** What parts a multipart body: nothing in a value may be taken for it. */
  readonly boundary?: string
}

/** Where a text stands in a body, which says how values in it are written. */
export type BodyPlace = 'text' | 'form' | 'json'

/** What a text becomes: what is literal in it, written as the place wants it, and what varies. */
export type SplitText<Varying> = (text: string, place: BodyPlace) => readonly (string | Varying)[]

/** Of texts in which nothing varies. */
export const writtenWhole: SplitText<never> = (text, place) => {
  if (place === 'json') return [JSON.stringify(text)]
  return [place === 'form' ? formEncoded(text) : text]
}

export function bodyParts<Varying>(body: RequestBody | null, split: SplitText<Varying>): BodyParts<Varying> {
  if (body === null) return { contentType: null, parts: [] }
  switch (body.kind) {
    case 'json':
      return { contentType: 'application/json', parts: jsonParts(body.value, split) }
    case 'text':
      return { contentType: 'text/plain; charset=utf-8', parts: split(body.text, 'text') }
    case 'form':
      return { contentType: 'application/x-www-form-urlencoded', parts: body.fields.flatMap(formField(split)) }
    case 'multipart':
      return multipart(body.parts, split)
    default:
      return assertNever(body)
  }
}

/** As JSON.stringify writes it. */
function jsonParts<Varying>(value: unknown, split: SplitText<Varying>): (string | Varying)[] {
  if (typeof value === 'string') return [...split(value, 'json')]
  if (typeof value !== 'object' || value === null) return [JSON.stringify(value) ?? 'null']
  const items = Array.isArray(value)
    ? value.map((item) => jsonParts(item, split))
    : Object.entries(value).map(([key, inner]) => [`${JSON.stringify(key)}:`, ...jsonParts(inner, split)])
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  return [open, ...items.flatMap((item, i) => (i === 0 ? item : [',', ...item])), close]
}

function formField<Varying>(split: SplitText<Varying>): (field: FormField, index: number) => (string | Varying)[] {
  return ({ name, value }, index) => [`${index === 0 ? '' : '&'}${formEncoded(name)}=`, ...split(value, 'form')]
}

// ---- multipart/form-data (RFC 7578; names and file names are escaped as browsers do it, HTML 4.10.22.8) ----

function multipart<Varying>(parts: readonly MultipartPart[], split: SplitText<Varying>): BodyParts<Varying> {
  const boundary = unusedBoundary(parts)
  const body = parts.flatMap((part): (string | Uint8Array | Varying)[] => [
    `--${boundary}\r\nContent-Disposition: form-data; name="${quotable(part.name)}"`,
    ...('file' in part
      ? [`; filename="${quotable(part.filename)}"\r\nContent-Type: ${part.type}\r\n\r\n`, part.bytes ?? Buffer.alloc(0)]
      : ['\r\n\r\n', ...split(part.value, 'text')]),
    '\r\n',
  ])
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    parts: [...body, `--${boundary}--\r\n`],
    boundary,
  }
}

/** Made from the content, so that a replay sends the same, and none of it. */
function unusedBoundary(parts: readonly MultipartPart[]): string {
  const contents = parts.map((part) => ('file' in part ? Buffer.from(part.bytes ?? []) : Buffer.from(part.value)))
  for (let attempt = 0; ; attempt++) {
    const hash = createHash('sha256').update(String(attempt))
    for (const content of contents) hash.update(content)
    const boundary = `----sla-harness-${hash.digest('hex').slice(0, 24)}`
    if (!contents.some((content) => content.includes(boundary))) return boundary
  }
}

function quotable(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
