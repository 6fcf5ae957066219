import { describe, expect, it } from 'vitest'
import type { RequestTemplate } from '../../../core/scenario/load-plan.ts'
import { CookieJar } from '../../../load/flows/cookies/cookie-jar.ts'
import { SessionRequests } from '../../../load/flows/session-requests.ts'
import { UserSession } from '../../../load/flows/user-session.ts'
import { FirstErrors } from '../../../load/recording/first-errors.ts'
import { COMPLETED } from '../../../load/recording/outcome.ts'
import { FixedRequests } from '../../../load/requests/fixed-requests.ts'
import { AnswerReaders } from '../../../load/responses/answer-readers.ts'
import { AnswerTally } from '../../../load/responses/answer-tally.ts'
import { loadPlan, requestTemplate } from '../../support/load-plan.ts'

const scope = { host: '127.0.0.1', isPrivate: true, nowSeconds: () => 1000 }

function requestsOf(session: UserSession, template: Partial<RequestTemplate> = {}) {
  const plan = loadPlan('http://127.0.0.1:1/api', { requests: [requestTemplate({ path: '/login', ...template })] })
  const inner = new FixedRequests(plan)
  const readers = new AnswerReaders(plan, new AnswerTally(new FirstErrors(plan)))
  const requests = new SessionRequests({ plan, inner, readers, sessionOf: () => session })
  const arrival = { intendedSeconds: 0, phase: 0, request: 0, user: 0 }
  return { prepare: () => requests.prepare(arrival), plain: inner.prepare(arrival) }
}

const answer = (headers: readonly string[], body = '') => ({
  ...{ status: 200, headers, body: Buffer.from(body), firstByteSeconds: 1, endedSeconds: 1 },
})

describe('the requests of a user', () => {
  it('are left as they are where the user keeps nothing', () => {
    const { prepare, plain } = requestsOf(new UserSession(scope, null))
    expect(prepare()).toBe(plain)
  })

  it('bring their answers to the user, and have the cookies of earlier ones', () => {
    const { prepare, plain } = requestsOf(new UserSession(scope, new CookieJar()))
    const first = prepare()
    expect(first.bytes).toBe(plain.bytes)
    expect(first.answer?.read(answer(['Set-Cookie', 'sid=1']), first)).toBe(COMPLETED)
    expect(prepare().bytes.toString()).toContain('\r\nCookie: sid=1\r\n\r\n')
  })

  it('have only the cookies that are for their path, the base path included', () => {
    const { prepare } = requestsOf(new UserSession(scope, new CookieJar()))
    const first = prepare()
    first.answer?.read(answer(['Set-Cookie', 'a=1; Path=/api', 'Set-Cookie', 'b=2; Path=/login']), first)
    expect(prepare().bytes.toString()).toContain('\r\nCookie: a=1\r\n')
  })

  it('keep what is captured, without cookies, too', () => {
    const session = new UserSession(scope, null)
    const captures = [{ name: 'token', source: { kind: 'json', pointer: '/token' } }] as const
    const { prepare } = requestsOf(session, { captures })
    const request = prepare()
    request.answer?.read(answer([], '{"token":"abc"}'), request)
    expect(session.capture('token')).toBe('abc')
  })
})
