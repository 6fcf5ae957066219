// With which status the bundled server refuses a body that it cannot read as JSON: what Express' body-parser does with the
// options of server/http/json-body.ts.

import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { BODY_LIMIT_BYTES } from '../../server/http/body-limit.ts'

/** Not JSON, too large, or in an encoding or a charset that is not known. */
export type BodyRefusal = 400 | 413 | 415

type Headers = readonly (readonly [name: string, value: string])[]

/** Null where it is read. An empty body is. */
export function bodyRefusal(headers: Headers, body: Buffer): BodyRefusal | null {
  const charset = /;\s*charset="?([^\s";]+)/i.exec(headerOf(headers, 'content-type'))?.[1]?.toLowerCase() ?? 'utf-8'
  if (!KNOWN_CHARSET.test(charset)) return 415
  const coding = headerOf(headers, 'content-encoding').toLowerCase() || 'identity'
  const decode = DECODERS.get(coding)
  if (decode === undefined) return 415
  try {
    const content = decode(body)
    if (content.length > BODY_LIMIT_BYTES) return 413
    if (content.length === 0) return null
    // All texts are sent as UTF-8: taken for UTF-16 or UTF-32, none of them is JSON.
    if (charset !== 'utf-8') return 400
    JSON.parse(new TextDecoder().decode(content))
    return null
  } catch {
    return 400
  }
}

const KNOWN_CHARSET = /^utf-(8|(16|32)(le|be)?)$/

const DECODERS: ReadonlyMap<string, (body: Buffer) => Buffer> = new Map([
  ['identity', (body: Buffer) => body],
  ['deflate', (body: Buffer) => inflateSync(body)],
  ['gzip', (body: Buffer) => gunzipSync(body)],
  ['br', (body: Buffer) => brotliDecompressSync(body)],
])

function headerOf(headers: Headers, name: string): string {
  return headers.find(([known]) => known.toLowerCase() === name)?.[1] ?? ''
}
