// Gets a metrics page over HTTP as Prometheus does: the same Accept header, gzip, redirects followed, one deadline for
// everything, a limit on the size. Source: prometheus scrape/scrape.go, targetScraper.

import { isUtf8 } from 'node:buffer'
import { createGunzip } from 'node:zlib'
import { type Dispatcher, request } from 'undici'
import type { Via } from '../../core/route/route.ts'
import type { TlsMaterial } from '../../core/route/tls-material.ts'
import { DEFAULT_SCRAPE_LIMITS } from '../../core/scenario/scrape-limits.ts'
import { basicAuthorization } from '../../core/text/basic-authorization.ts'
import { formatByteSize } from '../../core/text/byte-size.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { urlCredentials } from '../../core/text/url.ts'
import { readBody } from '../read-body.ts'
import { type PageAgent, PageAgents } from './page-agents.ts'
import { ScrapeError, ScrapeTimeout } from './scrape-error.ts'

export interface MetricsPage {
  readonly text: string
  readonly contentType: string | null
}

/**
 * @param via absent where the URL alone says how the endpoint is reached
 * @throws ScrapeError where no page is received
 */
export type FetchPage = (url: string, timeoutSeconds: number, signal: AbortSignal, via?: Via) => Promise<MetricsPage>

export interface PageFetcherOptions {
  /** Sent beside its own, which they replace. Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>
  /** Default: true. */
  readonly verifyTls?: boolean
  /** Default: as Node has it. */
  readonly tls?: TlsMaterial
  /** Of a page, unpacked; 0 for no limit. Default: that of core/scenario/scrape-limits.ts. */
  readonly maxBytes?: number
}

export interface PageFetcher {
  readonly fetchPage: FetchPage
  close(): Promise<void>
}

const ACCEPT = [
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6',
  'application/openmetrics-text;version=0.0.1;q=0.5',
  'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4',
  'text/plain;version=0.0.4;q=0.3',
  '*/*;q=0.2',
].join(',')

/** A fetcher with connections of its own, which `close` ends. */
export function createPageFetcher(options: PageFetcherOptions = {}): PageFetcher {
  const { verifyTls = true, tls } = options
  const agents = new PageAgents({ verifyTls, ...(tls && { tls }) })
  const maxBytes = options.maxBytes ?? DEFAULT_SCRAPE_LIMITS.bodyBytes
  return {
    fetchPage: async (url, timeoutSeconds, signal, via = {}) => {
      const endpoint = withoutCredentials(url)
      const agentOf = (target: URL) => (isSameService(endpoint, target) ? agents.for(via) : agents.elsewhere)
      return withDeadline({ timeoutSeconds, signal, agent: agents.for(via) }, async (deadline) => {
        const own = ownHeaders(timeoutSeconds)
        const given = { ...credentials(url), ...options.headers }
        const get = (target: URL, headers: Readonly<Record<string, string>>) =>
          request(target, { dispatcher: agentOf(target).agent, headers: { ...own, ...headers }, signal: deadline })
        const again = (error: unknown) => closedAgain(error, endpoint.protocol === 'https:', tls?.cert !== undefined)
        const follow = () => followed(endpoint, given, get)
        const { response, isAuthorized } = await follow().catch((error) =>
          wasIdleClosed(error) ? follow().catch(again) : Promise.reject(error),
        )
        return readPage(response, maxBytes, isAuthorized)
      })
    },
    close: () => agents.close(),
  }
}

const MOST_REDIRECTS = 10
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

interface Answer {
  readonly response: Dispatcher.ResponseData
  readonly isAuthorized: boolean
}

/** @param given of the scenario: secrets perhaps, which no other host may see, wherever a redirect leads */
async function followed(
  url: URL,
  given: Readonly<Record<string, string>>,
  get: (target: URL, headers: Readonly<Record<string, string>>) => Promise<Dispatcher.ResponseData>,
): Promise<Answer> {
  let [target, headers] = [url, given]
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const response = await get(target, headers)
    const location = REDIRECTS.has(response.statusCode) ? singleHeader(response.headers.location) : null
    if (location === null) return { response, isAuthorized: 'authorization' in headers }
    discard(response.body)
    const next = redirectedTo(location, target)
    if (!isSameService(target, next)) headers = {}
    target = next
  }
  throw new ScrapeError(`redirected more than ${MOST_REDIRECTS} times`)
}

function redirectedTo(location: string, from: URL): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined
  if (to?.protocol !== 'http:' && to?.protocol !== 'https:')
    throw new ScrapeError(`redirected to ${JSON.stringify(location.slice(0, SHOWN_CHARACTERS))}, which is no HTTP URL`)
  return withoutCredentials(to)
}

const SHOWN_CHARACTERS = 100

/** The same origin, or the same host by TLS now. */
function isSameService(from: URL, to: URL): boolean {
  const isUpgraded = from.protocol === 'http:' && to.protocol === 'https:' && from.hostname === to.hostname
  return from.origin === to.origin || isUpgraded
}

function ownHeaders(timeoutSeconds: number): Record<string, string> {
  return {
    accept: ACCEPT,
    'accept-encoding': 'gzip',
    'user-agent': 'sla-harness',
    'x-prometheus-scrape-timeout-seconds': String(timeoutSeconds),
  }
}

function credentials(url: string): Record<string, string> {
  const { user, password } = urlCredentials(new URL(url))
  return user === '' && password === '' ? {} : { authorization: basicAuthorization(user, password) }
}

function withoutCredentials(url: string | URL): URL {
  const bare = new URL(url)
  bare.username = ''
  bare.password = ''
  return bare
}

/**
 * A port of TLS closes a connection that begins with plain HTTP without a word, and one that asks for a client certificate a
 * connection that has shown none: before its alert is read.
 */
function closedAgain(error: unknown, isTls: boolean, showsCertificate: boolean): never {
  if (!wasIdleClosed(error)) throw error
  const hint = isTls
    ? showsCertificate
      ? 'it refuses the client certificate perhaps'
      : 'it asks for a client certificate perhaps, which target.metrics.tls gives with cert and key'
    : 'on a port of TLS, write https://'
  throw new ScrapeError(`the connection was closed before any answer; ${hint}`, { cause: error })
}

/** The server closed a kept-alive connection just as it was used again: the request is repeated once, as Go's client does. */
function wasIdleClosed(error: unknown): boolean {
  const code = errorCode(error)
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE'
}

async function readPage(
  response: Dispatcher.ResponseData,
  maxBytes: number,
  isAuthorized: boolean,
): Promise<MetricsPage> {
  const { statusCode, headers, body } = response
  if (statusCode !== 200) {
    discard(body)
    throw new ScrapeError(statusProblem(statusCode, isAuthorized), { status: statusCode })
  }
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding !== 'gzip' && encoding !== 'identity') {
    discard(body)
    throw new ScrapeError(`a page with the Content-Encoding ${encoding}, which is neither plain nor gzip`)
  }
  const bytes = await readBytes(body, encoding === 'gzip', maxBytes)
  if (!isUtf8(bytes)) throw new ScrapeError('bytes that are not UTF-8')
  return { text: bytes.toString('utf8'), contentType: singleHeader(headers['content-type']) }
}

function statusProblem(status: number, isAuthorized: boolean): string {
  if (status !== 401 && status !== 403) return `HTTP status ${status}`
  return isAuthorized
    ? `HTTP status ${status}: it refuses the credentials that were sent`
    : `HTTP status ${status}: it wants credentials, which target.metrics takes as bearer, basic or headers`
}

async function readBytes(body: Dispatcher.ResponseData['body'], gzipped: boolean, maxBytes: number): Promise<Buffer> {
  const source = gzipped ? body.pipe(createGunzip()) : body
  if (gzipped) body.once('error', (error) => source.destroy(error))
  try {
    const bytes = await readBody(source, maxBytes)
    if (bytes === undefined)
      throw new ScrapeError(
        `a page of more than ${formatByteSize(maxBytes)}: target.metrics.bodySizeLimit raises the limit`,
      )
    return bytes
  } finally {
    discard(body)
  }
}

/** Ends a body that may not have been read to its end, and ignores the error that undici then raises. */
function discard(body: Dispatcher.ResponseData['body']): void {
  body.on('error', () => {})
  body.destroy()
}

function singleHeader(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null
}

interface Deadline {
  readonly timeoutSeconds: number
  readonly signal: AbortSignal
  readonly agent: PageAgent
}

/** Runs the work under one deadline. Every failure becomes a ScrapeError. */
async function withDeadline<T>(
  { timeoutSeconds, signal, agent }: Deadline,
  work: (deadline: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const stop = () => controller.abort(new ScrapeError('stopped'))
  const late = () =>
    controller.abort(
      agent.isConnecting
        ? noConnection(timeoutSeconds)
        : new ScrapeTimeout(`took longer than ${formatDuration(timeoutSeconds)}`),
    )
  const timer = setTimeout(late, timeoutSeconds * 1e3)
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await work(controller.signal)
  } catch (error) {
    if (controller.signal.aborted) throw controller.signal.reason
    if (error instanceof ScrapeError) throw error
    const code = errorCode(error)
    if (code === 'UND_ERR_CONNECT_TIMEOUT') throw noConnection(timeoutSeconds)
    const kind = UNREACHABLE.has(code ?? '') ? 'unreachable' : 'page'
    throw new ScrapeError(describeFailure(error), { cause: error, kind })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}

/** An endpoint that is down, or behind a firewall, answers nothing at all: that is no slow page. */
function noConnection(seconds: number): ScrapeError {
  return new ScrapeError(`no connection within ${formatDuration(seconds)}: nothing answers at that address`, {
    kind: 'unreachable',
  })
}

const UNREACHABLE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ENOENT',
  'EACCES',
])

const UNTRUSTED = /CERT|UNABLE_TO_VERIFY|SELF_SIGNED|DEPTH_ZERO/

function describeFailure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  switch (errorCode(error)) {
    case 'ECONNREFUSED':
      return 'connection refused'
    case 'ENOTFOUND':
      return 'no such host'
    case 'ENOENT':
      return 'no such socket'
    case 'EACCES':
      return 'a socket that may not be opened'
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return 'the connection was closed before the page was read'
    case 'Z_DATA_ERROR':
    case 'Z_BUF_ERROR':
      return `not a whole gzip stream (${message})`
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return 'no TLS (https): the page is plain HTTP perhaps'
    default:
      if (UNTRUSTED.test(errorCode(error) ?? ''))
        return `a TLS certificate that is not trusted (${message}); tls: { ca: <file> } in target.metrics trusts its issuer, as NODE_EXTRA_CA_CERTS=<file> does, and insecure: true accepts any`
      if (/wrong version number/.test(message)) return 'no TLS (https): the page is plain HTTP perhaps'
      return message
  }
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
