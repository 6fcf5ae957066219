// The head of a request but for its length: what is asked for, and its headers.

import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { RequestTemplate } from '../../core/scenario/load-plan.ts'
import { basicAuthorization } from '../../core/text/basic-authorization.ts'
import { urlCredentials } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'

/** Methods whose requests carry a Content-Length even without a body (RFC 9110, 8.6). */
const METHODS_WITH_BODY = ['POST', 'PUT', 'PATCH']

export interface Header {
  readonly name: string
  readonly value: string
  /** Whether it is the template's, and so may vary. */
  readonly isOwn: boolean
}

/** @throws UserError where it is no method */
export function requestMethod({ name, method }: RequestTemplate): string {
  const upper = method.toUpperCase()
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Z]+$/.test(upper))
    throw new UserError(`request ${name}: expected an HTTP method, got ${JSON.stringify(method)}`)
  return upper
}

/** The base path of the URL and the path of the request, as one. @throws UserError where that is no path */
export function requestTarget(url: URL, { name, path }: Pick<RequestTemplate, 'name' | 'path'>): string {
  const joined = `${basePath(url)}${path.startsWith('/') ? '' : '/'}${path}`
  if (!URL.canParse(url.origin + joined))
    throw new UserError(`request ${name}: expected a path such as /predict, got ${JSON.stringify(path)}`)
  const parsed = new URL(url.origin + joined)
  return parsed.pathname + parsed.search
}

/** The path of the URL, without a slash at its end. */
export function basePath({ pathname }: URL): string {
  return pathname.replace(/\/+$/, '')
}

/**
 * The template's own headers replace the defaults, whatever the case of their names.
 * @param contentType of the body; null without one
 */
export function requestHeaders(url: URL, template: RequestTemplate, contentType: string | null): Header[] {
  const byName = new Map<string, Header>()
  const set = (name: string, value: string, isOwn = false) => byName.set(name.toLowerCase(), { name, value, isOwn })
  set('Host', url.host)
  set('Connection', 'keep-alive')
  if (url.username !== '') set('Authorization', credentials(url))
  if (contentType !== null) set('Content-Type', contentType)
  for (const [name, value] of Object.entries(template.headers)) set(name, value, true)
  byName.delete('content-length')
  byName.delete('transfer-encoding')
  return [...byName.values()]
}

/** @throws UserError where HTTP cannot carry it @param value or the parts of it that never change */
export function assertHeader(request: string, name: string, value: string): void {
  try {
    validateHeaderName(name)
    validateHeaderValue(name, value)
  } catch (cause) {
    throw new UserError(`request ${request}: expected a header that HTTP can carry, got ${JSON.stringify(name)}`, {
      cause,
    })
  }
}

/** The line that ends the head, if there is one. */
export function lengthLine(method: string, bodyBytes: number): string {
  return bodyBytes > 0 || METHODS_WITH_BODY.includes(method) ? `Content-Length: ${bodyBytes}\r\n` : ''
}

function credentials(url: URL): string {
  const { user, password } = urlCredentials(url)
  return basicAuthorization(user, password)
}
