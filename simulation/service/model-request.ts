// What the bundled server makes of a request's bytes, as far as its answer depends on it.

import { maxHeaderSize } from 'node:http'
import { readSentHead, type SentHead } from '../../load/responses/redirected-bytes.ts'
import { TIMED_METHODS } from '../../server/http/timed-methods.ts'
import { type BodyRefusal, bodyRefusal } from './body-refusal.ts'

export type ModelRequest =
  /** To /predict, whose stopwatch runs: `refusal` is the status of a request that the model never sees. */
  | { readonly kind: 'predict'; readonly refusal: BodyRefusal | 405 | null }
  /** Whose head is larger than Node's server reads: it answers with this status, stalled or not, and closes the connection. */
  | { readonly kind: 'tooLarge'; readonly status: 431 }
  /** To another route, which answers with this status at once, but for a stall. */
  | { readonly kind: 'other'; readonly status: 200 | 404 }

/** @param bytes a request as it is sent */
export function modelRequest(bytes: Buffer): ModelRequest {
  const { method, target, headers, bodyFrom } = readSentHead(bytes)
  if (headSize(target, headers) >= maxHeaderSize) return { kind: 'tooLarge', status: 431 }
  const route = routeOf(target)
  if (route === '/predict') {
    if (!TIMED_METHODS.includes(method)) return { kind: 'predict', refusal: 405 }
    // The body of any other request is not read.
    return { kind: 'predict', refusal: method === 'POST' ? bodyRefusal(headers, bytes.subarray(bodyFrom)) : null }
  }
  const isProbe = (route === '/healthz' || route === '/readyz') && (method === 'GET' || method === 'HEAD')
  return { kind: 'other', status: isProbe ? 200 : 404 }
}

/** As Node counts it: without what stands between the parts. */
function headSize(target: string, headers: SentHead['headers']): number {
  return headers.reduce((sum, [name, value]) => sum + name.length + value.length, target.length)
}

/** As Express compares them: without the query, a slash at the end, and the case of letters. */
function routeOf(target: string): string {
  const [pathname = ''] = target.split('?')
  return pathname.length > 1 ? pathname.replace(/\/$/, '').toLowerCase() : pathname
}
