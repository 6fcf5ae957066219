// Why a connection could not be opened, in words for the user.

import type { TLSSocket } from 'node:tls'
import { tlsFailure } from '../../core/text/tls-failure.ts'

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  ENOTFOUND: 'host name not found',
  EAI_AGAIN: 'host name could not be looked up',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  EADDRNOTAVAIL: 'no local port left',
  EMFILE: 'too many open files',
  EINVAL: 'no way there from here, or no such address',
  ENOENT: 'no such socket',
  EACCES: 'the socket may not be opened',
  ENOTSOCK: 'not a socket',
}

export function connectFailure(error: Error & { code?: string }): string {
  const { code } = error
  // A host with several addresses fails with all their errors in one, which has no message of its own.
  const detail = error.message || (error instanceof AggregateError ? describeAll(error) : '')
  const reason = tlsFailure(code, detail) ?? (code === undefined ? undefined : REASONS[code])
  if (reason) return `${reason} (${code})`
  return [code, detail].filter(Boolean).join(': ') || 'unknown failure'
}

/** What is wrong with the certificate of a TLS connection that was opened unverified; undefined where nothing is. */
export function certificateFailure(socket: TLSSocket): string | undefined {
  if (socket.authorized) return undefined
  // Typed as an Error, and a code at run time (Node's lib/internal/tls/wrap.js, onConnectSecure).
  const code = String(socket.authorizationError)
  return connectFailure(Object.assign(new Error(''), { code }))
}

function describeAll(error: AggregateError): string {
  return error.errors.map((each) => (each instanceof Error ? each.message : String(each))).join(', ')
}
