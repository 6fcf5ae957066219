// One Prometheus-compatible HTTP API: the base URL with its prefix, credentials as headers, a deadline for each call.

import { Agent, type Dispatcher, request } from 'undici'
import { formatByteSize } from '../../core/text/byte-size.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { readBody } from '../read-body.ts'
import { asList } from './answer.ts'
import { connectionError, QueryApiError } from './query-api-error.ts'

export interface ApiClientOptions {
  /** The part before `/api/v1`, without credentials. */
  readonly baseUrl: string
  /** Never logged. */
  readonly headers?: Readonly<Record<string, string>>
  /** Deadline of one call. Default: 30. */
  readonly timeoutSeconds?: number
  /** Of one answer; 0 for no limit. Default: 64 MB. */
  readonly maxAnswerBytes?: number
  /** Ends every call, with its reason. */
  readonly signal?: AbortSignal | undefined
}

export type ApiParameters = Readonly<Record<string, string>>

interface Envelope {
  readonly status?: unknown
  readonly data?: unknown
  readonly errorType?: unknown
  readonly error?: unknown
  readonly warnings?: unknown
  readonly infos?: unknown
}

const DEFAULT_TIMEOUT_SECONDS = 30
const DEFAULT_MAX_ANSWER_BYTES = 64 * 1024 ** 2
const MOST_WARNINGS = 20

export class ApiClient {
  readonly #baseUrl: string
  readonly #headers: Readonly<Record<string, string>>
  readonly #timeoutSeconds: number
  readonly #maxAnswerBytes: number
  readonly #signal: AbortSignal | undefined
  readonly #agent = new Agent()
  readonly #warnings = new Set<string>()
  /** Some proxies allow GET only. */
  #postAllowed = true

  constructor(options: ApiClientOptions) {
    const { baseUrl, headers = {}, timeoutSeconds = DEFAULT_TIMEOUT_SECONDS } = options
    this.#baseUrl = baseUrl.replace(/\/+$/, '')
    this.#headers = { accept: 'application/json', 'user-agent': 'sla-harness', ...headers }
    this.#timeoutSeconds = timeoutSeconds
    this.#maxAnswerBytes = options.maxAnswerBytes ?? DEFAULT_MAX_ANSWER_BYTES
    this.#signal = options.signal
  }

  /** The warnings and infos that came with answers, each once. */
  get warnings(): readonly string[] {
    return [...this.#warnings]
  }

  /** The `data` of the answer. @throws QueryApiError */
  async get(path: string, parameters: ApiParameters = {}): Promise<unknown> {
    const query = new URLSearchParams(parameters).toString()
    const response = await this.#send(query === '' ? path : `${path}?${query}`, { method: 'GET' })
    return this.#dataOf(response)
  }

  /** The same as `get`, for parameters that may be too long for a URL. */
  async post(path: string, parameters: ApiParameters): Promise<unknown> {
    if (!this.#postAllowed) return this.get(path, parameters)
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const body = new URLSearchParams(parameters).toString()
    const response = await this.#send(path, { method: 'POST', headers, body })
    if (response.statusCode !== 405) return this.#dataOf(response)
    this.#postAllowed = false
    return this.get(path, parameters)
  }

  /**
   * The whole answer as it came, its `data` not read: an answer of hundreds of thousands of samples costs less to read as
   * bytes. @throws QueryApiError, also where the answer is an error
   */
  async postForBytes(path: string, parameters: ApiParameters, signal?: AbortSignal): Promise<Buffer> {
    const body = new URLSearchParams(parameters).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const response = this.#postAllowed
      ? await this.#send(path, { method: 'POST', headers, body }, signal)
      : await this.#send(`${path}?${body}`, { method: 'GET' }, signal)
    if (response.statusCode === 405 && this.#postAllowed) {
      this.#postAllowed = false
      return this.postForBytes(path, parameters, signal)
    }
    if (response.statusCode !== 200) this.#dataOf(response)
    return response.bytes
  }

  /** Whether `/-/ready` answers with status 200. */
  async isReady(): Promise<boolean> {
    const { statusCode } = await this.#send('/-/ready', { method: 'GET' }).catch(() => ({ statusCode: 0 }))
    return statusCode === 200
  }

  /** How far the server's clock is ahead of this machine's, to within a second; null if it sends no Date header. */
  async aheadSeconds(): Promise<number | null> {
    const sentMs = Date.now()
    const { dateMs } = await this.#send('/api/v1/query?query=1', { method: 'GET' })
    // The header is in whole seconds, so half a second is added on average.
    return Number.isNaN(dateMs) ? null : (dateMs + 500 - (sentMs + Date.now()) / 2) / 1e3
  }

  async close(): Promise<void> {
    await this.#agent.destroy()
  }

  async #send(path: string, options: SendOptions, aborted?: AbortSignal): Promise<Answer> {
    const { signal: late, cancel } = deadline(this.#timeoutSeconds)
    const signal = AbortSignal.any([late, aborted, this.#signal].filter((each) => each !== undefined))
    const headers = { ...this.#headers, ...options.headers }
    const send = async () =>
      readAnswer(
        await request(this.#baseUrl + path, { ...this.#to(signal), ...options, headers }),
        this.#maxAnswerBytes,
      )
    try {
      return await send().catch((error) => (wasIdleClosed(error) ? send() : Promise.reject(error)))
    } catch (error) {
      if (error instanceof QueryApiError) throw error
      throw signal.aborted ? signal.reason : connectionError(error)
    } finally {
      cancel()
    }
  }

  #to(signal: AbortSignal) {
    return { dispatcher: this.#agent, signal }
  }

  #dataOf({ statusCode, bytes, contentType }: Answer): unknown {
    if (statusCode === 401 || statusCode === 403)
      throw new QueryApiError('unauthorized', `expected credentials that it accepts, got HTTP status ${statusCode}`)
    const envelope = parseEnvelope(bytes.toString('utf8'))
    if (envelope?.status === 'success' && statusCode < 300) {
      for (const warning of [...list(envelope.warnings), ...list(envelope.infos)])
        if (this.#warnings.size < MOST_WARNINGS) this.#warnings.add(String(warning))
      return envelope.data
    }
    if (envelope?.status === 'error')
      throw new QueryApiError('refused', `${String(envelope.errorType)}: ${String(envelope.error)}`)
    const got = statusCode === 200 ? `${contentType || 'something else'}` : `HTTP status ${statusCode}`
    throw new QueryApiError('notPrometheus', `expected the answer of a Prometheus API, got ${got}`)
  }
}

interface SendOptions {
  readonly method: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

interface Answer {
  readonly statusCode: number
  readonly contentType: string
  /** From the Date header; NaN without one. */
  readonly dateMs: number
  readonly bytes: Buffer
}

async function readAnswer({ statusCode, headers, body }: Dispatcher.ResponseData, maxBytes: number): Promise<Answer> {
  const bytes = await readBody(body, maxBytes)
  if (bytes === undefined)
    throw new QueryApiError('tooLarge', `gave an answer of more than ${formatByteSize(maxBytes)}`)
  return {
    statusCode,
    contentType: String(headers['content-type'] ?? ''),
    dateMs: Date.parse(String(headers.date ?? '')),
    bytes,
  }
}

function parseEnvelope(text: string): Envelope | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function list(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : asList(value)
}

/** A kept-alive connection that was closed just as it was reused. Every call only reads, so it may be repeated. */
function wasIdleClosed(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE'
}

function deadline(seconds: number): { signal: AbortSignal; cancel: () => void } {
  const controller = new AbortController()
  const late = new QueryApiError('timeout', `gave no answer within ${formatDuration(seconds)}`)
  const timer = setTimeout(() => controller.abort(late), seconds * 1e3)
  return { signal: controller.signal, cancel: () => clearTimeout(timer) }
}
