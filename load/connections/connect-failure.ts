// Why a connection could not be opened, in words for the user.

import type { TLSSocket } from 'node:tls'

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
  DEPTH_ZERO_SELF_SIGNED_CERT: 'TLS certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'TLS certificate chain is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'TLS certificate has an unknown issuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'TLS certificate has an unknown issuer',
  CERT_HAS_EXPIRED: 'TLS certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'TLS certificate is for another host name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'no TLS: the service speaks plain HTTP perhaps',
}

export function connectFailure(error: Error & { code?: string }): string {
  const { code } = error
  // A host with several addresses fails with all their errors in one, which has no message of its own.
  const detail = error.message || (error instanceof AggregateError ? describeAll(error) : '')
  const reason = code === undefined ? undefined : REASONS[code]
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
