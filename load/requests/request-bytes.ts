// A request template as the bytes that go over the wire: built once, sent many times.

import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { RequestBody, RequestTemplate } from '../../core/scenario/load-plan.ts'
import { basicAuthorization } from '../../core/text/basic-authorization.ts'
import { urlCredentials } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'

/** Methods whose requests carry a Content-Length even without a body (RFC 9110, 8.6). */
const METHODS_WITH_BODY = ['POST', 'PUT', 'PATCH']

/** @throws UserError where the method, the path or a header cannot be sent */
export function requestBytes(url: URL, template: RequestTemplate): Buffer {
  const method = template.method.toUpperCase()
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Z]+$/.test(method))
    throw new UserError(`request ${template.name}: expected an HTTP method, got ${JSON.stringify(template.method)}`)
  const body = Buffer.from(bodyText(template.body))
  const lines = [`${method} ${requestTarget(url, template)} HTTP/1.1`]
  for (const [name, value] of headers(url, template, body)) lines.push(`${name}: ${value}`)
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body])
}

/** The base path of the URL and the path of the request, as one. */
function requestTarget(url: URL, { name, path }: RequestTemplate): string {
  const base = url.pathname.replace(/\/+$/, '')
  const joined = `${base}${path.startsWith('/') ? '' : '/'}${path}`
  if (!URL.canParse(url.origin + joined))
    throw new UserError(`request ${name}: expected a path such as /predict, got ${JSON.stringify(path)}`)
  const parsed = new URL(url.origin + joined)
  return parsed.pathname + parsed.search
}

/** The template's own headers replace the defaults, whatever the case of their names. */
function headers(url: URL, template: RequestTemplate, body: Buffer): Iterable<[string, string]> {
  const byName = new Map<string, [string, string]>()
  const set = (name: string, value: string) => byName.set(name.toLowerCase(), [name, value])
  set('Host', url.host)
  set('Connection', 'keep-alive')
  if (url.username !== '') set('Authorization', credentials(url))
  if (template.body?.kind === 'json') set('Content-Type', 'application/json')
  if (template.body?.kind === 'text') set('Content-Type', 'text/plain; charset=utf-8')
  for (const [name, value] of Object.entries(template.headers)) {
    assertHeader(template.name, name, value)
    set(name, value)
  }
  byName.delete('content-length')
  byName.delete('transfer-encoding')
  if (body.length > 0 || METHODS_WITH_BODY.includes(template.method.toUpperCase()))
    set('Content-Length', String(body.length))
  return byName.values()
}

function assertHeader(request: string, name: string, value: string): void {
  try {
    validateHeaderName(name)
    validateHeaderValue(name, value)
  } catch (cause) {
    throw new UserError(`request ${request}: expected a header that HTTP can carry, got ${JSON.stringify(name)}`, {
      cause,
    })
  }
}

function bodyText(body: RequestBody | null): string {
  if (body === null) return ''
  return body.kind === 'json' ? JSON.stringify(body.value) : body.text
}

function credentials(url: URL): string {
  const { user, password } = urlCredentials(url)
  return basicAuthorization(user, password)
}
