// Undoes a body's Content-Encoding, for checks and captures. What is unpacked is bounded: a few kilobytes can hold
// gigabytes.

import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import { formatByteSize } from '../../core/text/byte-size.ts'
import { MOST_BODY_BYTES } from '../connections/connection.ts'

export interface Problem {
  /** As a phrase. */
  readonly problem: string
  /** Nobody knows whether the answer is right: it lies beyond what is read here. */
  readonly isUnreadable?: true
  /** Of a body that is too long: it has more bytes. */
  readonly moreThanBytes?: number
}

/** More of them, one in the other, nobody sends but to keep others busy. */
const MOST_CODINGS = 3

const LIMIT = { maxOutputLength: MOST_BODY_BYTES }

const DECODERS: ReadonlyMap<string, (body: Buffer) => Buffer> = new Map([
  ['gzip', (body: Buffer) => gunzipSync(body, LIMIT)],
  ['x-gzip', (body: Buffer) => gunzipSync(body, LIMIT)],
  // Meant is zlib's format (RFC 9110, 8.4.1.2); some send the bare data.
  ['deflate', (body: Buffer) => (isZlib(body) ? inflateSync(body, LIMIT) : inflateRawSync(body, LIMIT))],
  ['br', (body: Buffer) => brotliDecompressSync(body, LIMIT)],
])

/** @param contentEncoding the header, its values in the order in which they were applied; null where there is none */
export function decodeBody(body: Buffer, contentEncoding: string | null): Buffer | Problem {
  const codings = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity')
  // To HEAD, and with 204, a coding may be named of which there is nothing.
  if (body.length === 0 || codings.length === 0) return body
  if (codings.length > MOST_CODINGS)
    return { problem: `a body that is compressed ${codings.length} times`, isUnreadable: true }
  return codings.reduceRight<Buffer | Problem>(
    (decoded, coding) => ('problem' in decoded ? decoded : decodeOnce(decoded, coding)),
    body,
  )
}

function decodeOnce(body: Buffer, coding: string): Buffer | Problem {
  const decode = DECODERS.get(coding)
  if (decode === undefined) return { problem: `a body compressed as ${coding}, which is not read`, isUnreadable: true }
  try {
    return decode(body)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if ('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      return {
        problem: `a body of more than ${formatByteSize(MOST_BODY_BYTES)} when it is unpacked`,
        isUnreadable: true,
        moreThanBytes: MOST_BODY_BYTES,
      }
    return { problem: `a body that is not the ${coding} that it is said to be: ${error.message}` }
  }
}

/** The two bytes before zlib's data: its method, and a check of both (RFC 1950, 2.2). */
function isZlib(body: Buffer): boolean {
  return body.length >= 2 && ((body[0] as number) & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0
}
