// The options of a curl command → its requests, as curl would send them.

import { importMistake } from '../import-mistake.ts'
import type { Omissions } from '../requests/omissions.ts'
import { isMarked, type MarkedText, mapLiterals, mark } from '../written/marks.ts'
import { globbedUrls } from './globbed-urls.ts'
import type { CurlOption } from './read-options.ts'

export interface CurlRequest {
  readonly method: string
  readonly url: MarkedText
  readonly headers: readonly (readonly [string, MarkedText])[]
  readonly body: MarkedText
}

/** Options that decide what curl prints, keeps or waits for, and nothing that is sent. */
const OWN_OUTPUT = new Set(
  `silent show-error verbose output remote-name remote-name-all remote-header-name remote-time include write-out
  progress-bar no-progress-meter fail fail-with-body fail-early trace trace-ascii trace-time trace-ids stderr dump-header
  cookie-jar create-dirs output-dir no-buffer styled-output retry retry-delay retry-max-time retry-all-errors
  retry-connrefused parallel parallel-max parallel-immediate no-option globoff basic disable max-filesize no-clobber
  http1.1 http1.0 http2 http2-prior-knowledge http3 http3-only ipv4 ipv6 tcp-nodelay xattr`.split(/\s+/),
)

/** What is written in the scenario by hand in place of an option. */
const IN_THE_SCENARIO: Readonly<Record<string, string>> = {
  insecure: 'write target.insecure: true',
  cacert: 'write target.tls.ca',
  cert: 'write target.tls.cert',
  key: 'write target.tls.key',
  pass: 'write target.tls.passphrase',
  'unix-socket': 'write target.socket',
  location: 'write redirects at the request',
  'location-trusted': 'write redirects at the request',
  'max-redirs': 'write redirects at the request',
  'max-time': 'write load.timeout',
  'connect-timeout': 'write load.timeout',
}

export function curlRequests(
  options: readonly CurlOption[],
  place: { readonly name: string; readonly at: string },
  omissions: Omissions,
): CurlRequest[] {
  const headers: (readonly [string, MarkedText])[] = []
  const data: MarkedText[] = []
  const cookies: MarkedText[] = []
  const queries: MarkedText[] = []
  const urls: MarkedText[] = []
  const last = new Map<string, string>()
  let isJson = false
  const addData = (value: MarkedText, between = '&') => {
    data.push(data.length === 0 ? value : `${between}${value}`)
  }
  for (const { name, value } of options) {
    switch (name) {
      case 'url':
        urls.push(value)
        break
      case 'header':
        headers.push(...headerOf(value, place, omissions))
        break
      case 'data':
      case 'data-ascii':
      case 'data-binary':
      case 'json':
        if (value.startsWith('@')) throw importMistake(place, `the body itself behind --${name}`, 'a file (@…)')
        isJson ||= name === 'json'
        addData(value, name === 'json' ? '' : '&')
        break
      case 'data-raw':
        addData(value)
        break
      case 'data-urlencode':
        addData(urlEncoded(value, place))
        break
      case 'url-query':
        queries.push(value.startsWith('+') ? value.slice(1) : urlEncoded(value, place))
        break
      case 'form':
      case 'form-string':
        throw importMistake(
          place,
          'a body that is no multipart form',
          `--${name}: import the command without it, and write multipart at the request`,
        )
      case 'upload-file':
      case 'config':
        throw importMistake(place, 'everything in the command itself', `a file by --${name}`)
      case 'request':
      case 'get':
      case 'head':
      case 'user':
      case 'oauth2-bearer':
      case 'user-agent':
      case 'referer':
      case 'compressed':
      case 'range':
        last.set(name, value)
        break
      case 'cookie':
        if (value.includes('=') || isMarked(value)) cookies.push(value)
        else if (value !== '') omissions.add('cookies of a file', 'files are not read', '--cookie')
        break
      default:
        if (OWN_OUTPUT.has(name))
          omissions.add("options about curl's own ways", 'they change nothing that a scenario sends', `--${name}`)
        else omissions.add('options of curl', IN_THE_SCENARIO[name] ?? 'a scenario has no such setting', `--${name}`)
    }
  }
  if (urls.length === 0) throw importMistake(place, 'a URL', 'a curl command without one')
  const has = (name: string) => headers.some(([other]) => other.toLowerCase() === name.toLowerCase())
  const set = (name: string, value: MarkedText | undefined) => {
    if (value !== undefined && value !== '' && !has(name)) headers.push([name, value])
  }
  const user = last.get('user')
  set('Authorization', user === undefined ? undefined : basicAuthorization(user))
  const bearer = last.get('oauth2-bearer')
  set('Authorization', bearer === undefined ? undefined : `Bearer ${bearer}`)
  set('User-Agent', last.get('user-agent'))
  set('Referer', last.get('referer')?.replace(/;auto$/, ''))
  const range = last.get('range')
  set('Range', range === undefined ? undefined : `bytes=${range}`)
  if (last.has('compressed')) set('Accept-Encoding', 'gzip, deflate, br')
  set('Cookie', cookies.join(';'))
  const body = data.length === 0 ? null : data.join('')
  const asQuery = last.has('get') || (last.has('head') && body !== null)
  if (body !== null && !asQuery) {
    if (isJson) set('Accept', 'application/json')
    set('Content-Type', isJson ? 'application/json' : 'application/x-www-form-urlencoded')
  }
  const method = last.get('request') ?? (last.has('head') ? 'HEAD' : body !== null && !asQuery ? 'POST' : 'GET')
  const query = [...(asQuery && body !== null ? [body] : []), ...queries].join('&')
  const isGlobbed = !options.some(({ name }) => name === 'globoff')
  return urls
    .flatMap((url) => (isGlobbed ? globbedUrls(url, place) : url))
    .map((url) => ({
      method: method.toUpperCase(),
      url: withQuery(url, query),
      headers,
      body: asQuery ? '' : (body ?? ''),
    }))
}

/** `Name: value`; `Name:` takes a header of curl's own away, `Name;` sends an empty one. */
function headerOf(
  written: MarkedText,
  place: { readonly name: string; readonly at: string },
  omissions: Omissions,
): (readonly [string, MarkedText])[] {
  if (written.startsWith('@')) throw importMistake(place, 'headers in the command itself', 'a file (@…)')
  const at = written.indexOf(':')
  if (at < 0) {
    if (/^[\w-]+;$/.test(written)) return [[written.slice(0, -1), '']]
    omissions.add('headers without a value', 'curl does not send them')
    return []
  }
  const value = written.slice(at + 1).trim()
  if (written.slice(0, at).trim().toLowerCase() === 'host') {
    omissions.add('headers', 'a scenario sends the host of its target', 'Host')
    return []
  }
  return value === '' ? [] : [[written.slice(0, at).trim(), value]]
}

/** As curl's `content`, `=content` and `name=content`. */
function urlEncoded(written: MarkedText, place: { readonly name: string; readonly at: string }): MarkedText {
  const equals = written.indexOf('=')
  if (equals < 0 && written.includes('@')) throw importMistake(place, 'a value to encode', 'a file (@…)')
  const name = equals < 1 ? '' : `${written.slice(0, equals)}=`
  const value = equals < 0 ? written : written.slice(equals + 1)
  return (
    name +
    mapLiterals(value, (text) =>
      encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
    )
  )
}

function withQuery(url: MarkedText, query: MarkedText): MarkedText {
  if (query === '') return url
  const [before = '', fragment] = url.split('#', 2)
  return `${before}${before.includes('?') ? '&' : '?'}${query}${fragment === undefined ? '' : `#${fragment}`}`
}

/** Only whoever has the values of variables can encode them: then the whole is to be a variable. */
export function basicAuthorization(user: MarkedText): MarkedText {
  return `Basic ${isMarked(user) ? mark('BASIC_AUTH') : Buffer.from(user).toString('base64')}`
}
