// A step of the setup that did not get the answer that it expects.

import type { FirstError } from '../../core/run/load-result.ts'

export class SetupFailure extends Error {
  override readonly name = 'SetupFailure'
  /** The name of the request. */
  readonly step: string

  /** @param seen what came, redacted, as a phrase */
  constructor(step: string, seen: string) {
    super(seen)
    this.step = step
  }
}

/** What came in place of the expected answer: `HTTP/1.1 401 Unauthorized, application/json, {"error":"no such user"}`. */
export function seenInstead({ kind, reason, answer }: FirstError): string {
  const came = answer === null ? [] : [answer.statusLine, answer.contentType, answer.body]
  const seen = [reason, ...came].filter((part) => part !== null && part !== '').join(', ')
  return seen === '' ? `${kind}, nothing was read` : seen
}
