// Why a Prometheus API gave no answer, as a message for users. It never contains headers or the credentials of a URL.

import { tlsFailure } from '../../core/text/tls-failure.ts'

export type QueryFailure =
  /** There was no connection, or it broke. */
  | 'unreachable'
  | 'timeout'
  /** HTTP status 401 or 403. */
  | 'unauthorized'
  /** Something answers, but no Prometheus API: another status, a redirect, a page. */
  | 'notPrometheus'
  /** The answer is larger than the limit. */
  | 'tooLarge'
  /** The API reported an error; the message is its own. */
  | 'refused'
  /** The answer says itself that a part of it is missing. */
  | 'incomplete'
  /** The answer has a series twice, or samples that are not in the order of time. */
  | 'contradictory'

export class QueryApiError extends Error {
  override readonly name = 'QueryApiError'
  readonly failure: QueryFailure

  constructor(failure: QueryFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.failure = failure
  }
}

/** An error of undici as a QueryApiError. */
export function connectionError(error: unknown): QueryApiError {
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return new QueryApiError('unreachable', tlsFailure(code, message, false) ?? REASONS[code] ?? message, {
    cause: error,
  })
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'no such host',
  ECONNRESET: 'the connection was closed before the answer was read',
  EPIPE: 'the connection was closed before the answer was read',
  UND_ERR_SOCKET: 'the connection was closed before the answer was read',
}
