// What the bundled server makes of a request, as far as its answer depends on it: decided once for each template of a plan.

import { splitVarying } from '../../core/references/varying-text.ts'
import type { RequestBody, RequestTemplate } from '../../core/scenario/load-plan.ts'
import { TIMED_METHODS } from '../../server/http/timed-methods.ts'

export type ModelRequest =
  /** To /predict, whose stopwatch runs: `refusal` is the status of a request that the model never sees. */
  | { readonly kind: 'predict'; readonly refusal: 400 | 405 | null }
  /** To another route, which answers with this status at once, but for a stall. */
  | { readonly kind: 'other'; readonly status: 200 | 404 }

export function modelRequest({ method, path, body, varies }: RequestTemplate): ModelRequest {
  const route = routeOf(varies ? literalOf(path) : path)
  if (route === '/predict') return { kind: 'predict', refusal: refusalOf(method, body, varies === true) }
  const isProbe = (route === '/healthz' || route === '/readyz') && (method === 'GET' || method === 'HEAD')
  return { kind: 'other', status: isProbe ? 200 : 404 }
}

/** As Express compares them: without the query, a slash at the end, and the case of letters. */
function routeOf(path: string): string {
  const [pathname = ''] = path.split('?')
  return pathname.length > 1 ? pathname.replace(/\/$/, '').toLowerCase() : pathname
}

/** With a letter in place of each value. */
function literalOf(path: string): string {
  return splitVarying(path)
    .map((part) => (typeof part === 'string' ? part : 'x'))
    .join('')
}

function refusalOf(method: string, body: RequestBody | null, varies: boolean): 400 | 405 | null {
  if (!TIMED_METHODS.includes(method)) return 405
  return method === 'POST' && body !== null && !isJson(body, varies) ? 400 : null
}

/** A text with values in it is taken for what it is meant to be. */
function isJson(body: RequestBody, varies: boolean): boolean {
  if (body.kind === 'json') return true
  if (body.kind !== 'text') return false
  if (varies || body.text === '') return true
  try {
    JSON.parse(body.text)
    return true
  } catch {
    return false
  }
}
