// What users who keep something of answers send: requests with their cookies, each with a reader that keeps what its answer
// brings. Requests of users who keep nothing are left as they are.

import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import type { PreparedRequest } from '../connections/connection.ts'
import type { RequestSource } from '../requests/request-source.ts'
import { AnswerReaders } from '../responses/answer-readers.ts'
import type { AnswerTally } from '../responses/answer-tally.ts'
import { CheckedRequests } from '../responses/checked-requests.ts'
import { readSentHead } from '../responses/redirected-bytes.ts'
import type { Arrival } from '../schedule/arrival.ts'
import { withCookies } from './cookies/with-cookies.ts'
import type { GeneratorFlows } from './generator-flows.ts'
import type { UserSession } from './user-session.ts'

export interface AskedRequestsOptions {
  readonly plan: LoadPlan
  readonly inner: RequestSource
  /** Null where nothing is asked of any answer but its status: all requests go through as they are. */
  readonly tally: AnswerTally | null
  /** Null where the plan has none. */
  readonly flows: GeneratorFlows | null
}

/** The requests of a generator, each with what is asked of its answer. */
export function askedRequests({ plan, inner, tally, flows }: AskedRequestsOptions): RequestSource {
  if (tally === null) return inner
  const readers = new AnswerReaders(plan, tally)
  if (flows === null) return new CheckedRequests(inner, readers)
  return new SessionRequests({ plan, inner, readers, sessionOf: (arrival) => flows.sessionOf(arrival) })
}

export interface SessionRequestsOptions {
  readonly plan: Pick<LoadPlan, 'requests'>
  readonly inner: RequestSource
  readonly readers: AnswerReaders
  readonly sessionOf: (arrival: Arrival) => UserSession
}

export class SessionRequests implements RequestSource {
  readonly #options: SessionRequestsOptions
  /** By request: whether something of its answer is captured. */
  readonly #captures: readonly boolean[]

  constructor(options: SessionRequestsOptions) {
    this.#options = options
    this.#captures = options.plan.requests.map(({ captures = [] }) => captures.length > 0)
  }

  prepare(arrival: Arrival): PreparedRequest {
    const { inner, readers, sessionOf } = this.#options
    const request = inner.prepare(arrival)
    const session = sessionOf(arrival)
    const isKept = session.keepsCookies || this.#captures[arrival.request]
    const answer = readers.readerFor(arrival, isKept ? session : null)
    const cookies = session.keepsCookies ? (session.cookieFor(readSentHead(request.bytes).target) ?? '') : ''
    if (answer === request.answer && cookies === '') return request
    return { ...request, answer, bytes: cookies === '' ? request.bytes : withCookies(request.bytes, cookies) }
  }
}
