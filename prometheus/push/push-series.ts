// Sends series to a server, batch by batch. What the server may take a moment later is sent again; what it refuses is said
// with the server's own words. It throws for defects alone: a push that fails is told, and costs nothing else.

import { setTimeout as delay } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { hideSecrets } from '../../core/secrets/secrets.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { connectionError } from '../api/query-api-error.ts'
import { readBody } from '../read-body.ts'
import { batches } from './batches.ts'
import { OTLP_HEADERS, otlpRejection, otlpRequest } from './otlp/otlp-request.ts'
import { PUSH_CREDENTIALS, type PushAccess } from './push-access.ts'
import type { PushProtocol } from './push-target.ts'
import { type PushedSeries, sampleCount, withoutMarkers } from './pushed-series.ts'
import { WRITE_HEADERS, writeRequest } from './remote-write/write-request.ts'

export type PushOutcome =
  | { readonly kind: 'pushed'; readonly series: number; readonly samples: number }
  /** With what was sent before. */
  | { readonly kind: 'failed'; readonly reason: string; readonly sentSamples: number }

export interface PushOptions {
  /** Of one request. */
  readonly timeoutSeconds?: number
  /** Waits before a request is sent again. */
  readonly wait?: (seconds: number) => Promise<void>
  readonly samplesPerRequest?: number
}

const TIMEOUT_SECONDS = 20
/** A server that starts or is told to slow down is ready after that, mostly. */
const WAITS_SECONDS = [1, 3]
const LONGEST_WAIT_SECONDS = 10
const MOST_ANSWER_BYTES = 64 * 1024

interface Encoding {
  readonly headers: Readonly<Record<string, string>>
  /** What of the series the protocol can say, which is what counts as sent. */
  readonly sayable: (series: readonly PushedSeries[]) => readonly PushedSeries[]
  readonly encode: (series: readonly PushedSeries[]) => Uint8Array
  /** Why an answer that says it was taken means that not all of it was; null where it was. */
  readonly rejection: (answer: Buffer) => string | null
}

const ENCODINGS: Readonly<Record<PushProtocol, Encoding>> = {
  'remote-write': {
    headers: WRITE_HEADERS,
    sayable: (series) => series,
    encode: writeRequest,
    rejection: () => null,
  },
  otlp: { headers: OTLP_HEADERS, sayable: withoutMarkers, encode: otlpRequest, rejection: otlpRejection },
}

export async function pushSeries(
  series: readonly PushedSeries[],
  access: PushAccess,
  { timeoutSeconds = TIMEOUT_SECONDS, wait = (seconds) => delay(seconds * 1e3), samplesPerRequest }: PushOptions = {},
): Promise<PushOutcome> {
  const { headers, sayable, encode, rejection } = ENCODINGS[access.protocol]
  const said = sayable(series)
  const agent = new Agent()
  let sentSamples = 0
  try {
    for (const batch of batches(said, samplesPerRequest)) {
      const body = encode(batch)
      const sent = { url: access.url, headers: { ...access.headers, ...headers, 'user-agent': 'sla-harness' }, body }
      const reason = await sendUntilTaken(sent, { agent, timeoutSeconds, wait, rejection })
      if (reason !== null) return { kind: 'failed', reason: hideSecrets(reason), sentSamples }
      sentSamples += sampleCount(batch)
    }
    return { kind: 'pushed', series: said.length, samples: sentSamples }
  } finally {
    await agent.destroy()
  }
}

interface Sent {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

interface Sending {
  readonly agent: Agent
  readonly timeoutSeconds: number
  readonly wait: (seconds: number) => Promise<void>
  readonly rejection: Encoding['rejection']
}

/** Null where it was taken, else why not. */
async function sendUntilTaken(sent: Sent, sending: Sending): Promise<string | null> {
  for (const pause of [...WAITS_SECONDS, null]) {
    const { reason, mayBeTakenLater, afterSeconds } = await sendOnce(sent, sending)
    if (reason === null || !mayBeTakenLater || pause === null) return reason
    await sending.wait(Math.min(LONGEST_WAIT_SECONDS, afterSeconds ?? pause))
  }
  return null
}

interface Answered {
  /** Null where it was taken. */
  readonly reason: string | null
  readonly mayBeTakenLater: boolean
  /** As the server asks for. */
  readonly afterSeconds: number | null
}

async function sendOnce(
  { url, headers, body }: Sent,
  { agent, timeoutSeconds, rejection }: Sending,
): Promise<Answered> {
  const signal = AbortSignal.timeout(timeoutSeconds * 1e3)
  try {
    const answer = await request(url, { method: 'POST', dispatcher: agent, headers, body, signal })
    const bytes = (await readBody(answer.body, MOST_ANSWER_BYTES)) ?? Buffer.alloc(0)
    const { statusCode } = answer
    if (statusCode >= 200 && statusCode < 300)
      return {
        reason: isPage(answer.headers['content-type']) ? PAGE : rejection(bytes),
        mayBeTakenLater: false,
        afterSeconds: null,
      }
    return {
      reason: refusal(statusCode, bytes.toString('utf8')),
      mayBeTakenLater: statusCode === 429 || statusCode >= 500,
      afterSeconds: retryAfter(answer.headers['retry-after']),
    }
  } catch (error) {
    const reason = signal.aborted
      ? `no answer within ${formatDuration(timeoutSeconds)}`
      : connectionError(error).message
    return { reason, mayBeTakenLater: true, afterSeconds: null }
  }
}

/** A login page, or any other of a server that takes no series, comes with 200 too. */
function isPage(contentType: string | string[] | undefined): boolean {
  return /^\s*(text\/html|application\/xhtml)/i.test(String(contentType ?? ''))
}

const PAGE = 'it answered with a page for people, so that nothing there takes series at this address'

function retryAfter(header: string | string[] | undefined): number | null {
  const seconds = Number(header)
  return header !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds : null
}

const LONGEST_QUOTE = 300

function refusal(statusCode: number, text: string): string {
  const said = text.trim().replace(/\s+/g, ' ')
  const quote = said === '' || said.startsWith('<') ? '' : `: ${said.slice(0, LONGEST_QUOTE)}`
  return `HTTP status ${formatCount(statusCode)}${quote}${hint(statusCode, said)}`
}

function hint(statusCode: number, said: string): string {
  if (statusCode === 401 || statusCode === 403) return ` (credentials come from ${PUSH_CREDENTIALS})`
  if (statusCode === 404 || statusCode === 405)
    return ' (Prometheus takes remote writes with --web.enable-remote-write-receiver, and OTLP with --web.enable-otlp-receiver)'
  if (/out of (?:bounds|order)|too old/i.test(said))
    return ' (samples older than an hour, or pushed already, are taken only within storage.tsdb.out_of_order_time_window)'
  return ''
}
