// One connection to a service, and one HEAD request over it: whether it can be opened, what TLS comes to, and what time the
// service says it is. Nothing is changed by a HEAD.

import { once } from 'node:events'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { connect as connectTls, TLSSocket } from 'node:tls'
import type { DateReading, TlsFacts } from '../../../core/doctor/target-facts.ts'
import { certificateFailure, connectFailure } from '../../../load/connections/connect-failure.ts'
import type { Destination } from '../../../load/connections/destination.ts'
import { PeerLog } from '../../../load/recording/peer-log.ts'

export interface Visited {
  readonly destination: Destination
  /** The Host header. */
  readonly host: string
  readonly path: string
  readonly timeoutSeconds: number
}

export interface Visit {
  /** Null where no connection was opened. */
  readonly connectSeconds: number | null
  readonly failure: string | null
  /** Null without TLS. */
  readonly tls: Pick<TlsFacts, 'use' | 'distrust'> | null
  /** Null where nothing was answered, or nothing with a date. */
  readonly date: DateReading | null
}

/** Never rejects. */
export async function visit(visited: Visited): Promise<Visit> {
  const deadline = AbortSignal.timeout(visited.timeoutSeconds * 1e3)
  const startMs = performance.now()
  const socket = open(visited.destination)
  // What fails later than the awaited event is told by the answer that is missing.
  socket.on('error', () => undefined)
  try {
    await once(socket, 'connect', { signal: deadline })
    const connectSeconds = (performance.now() - startMs) / 1e3
    if (socket instanceof TLSSocket) await once(socket, 'secureConnect', { signal: deadline })
    const tls = socket instanceof TLSSocket ? tlsOf(socket) : null
    return { connectSeconds, failure: null, tls, date: await dateOver(socket, visited, deadline) }
  } catch (error) {
    const failure = deadline.aborted || !(error instanceof Error) ? 'no answer' : connectFailure(error)
    return { connectSeconds: null, failure, tls: null, date: null }
  } finally {
    socket.destroy()
  }
}

/** A certificate that is not trusted is looked at all the same. */
function open({ host, port, socket: path, tls }: Destination): Socket {
  const where = path === undefined ? { host, port } : { path }
  return tls === null ? connect(where) : connectTls({ ...where, ...tls, rejectUnauthorized: false })
}

function tlsOf(socket: TLSSocket): Visit['tls'] {
  const log = new PeerLog()
  log.opened(undefined, socket)
  const { tls } = log.peer()
  return tls && { use: tls, distrust: certificateFailure(socket) ?? null }
}

async function dateOver(socket: Socket, { host, path }: Visited, signal: AbortSignal): Promise<DateReading | null> {
  const asked = request({
    createConnection: () => socket,
    method: 'HEAD',
    path,
    headers: { host, 'user-agent': 'sla-harness', connection: 'close' },
    signal,
  })
  // An aborted or failed request has no date, and its error no other listener.
  asked.on('error', () => undefined)
  const sentSeconds = Date.now() / 1e3
  asked.end()
  try {
    const [response] = await once(asked, 'response', { signal })
    const receivedSeconds = Date.now() / 1e3
    return readingOf(response.headers, { sentSeconds, receivedSeconds })
  } catch {
    return null
  }
}

/** @param headers as Node has them */
export function readingOf(
  { date, age }: { readonly date?: string; readonly age?: string },
  { sentSeconds, receivedSeconds }: Pick<DateReading, 'sentSeconds' | 'receivedSeconds'>,
): DateReading | null {
  const dateSeconds = Date.parse(date ?? '') / 1e3
  if (!Number.isFinite(dateSeconds)) return null
  const isCached = /^\d+$/.test(age ?? '')
  const cachedSeconds = isCached ? Number(age) : 0
  return { sentSeconds, receivedSeconds, dateSeconds: dateSeconds + cachedSeconds, isCached }
}
