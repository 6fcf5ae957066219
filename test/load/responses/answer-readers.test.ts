import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeAnswers } from '../../../core/run/answer-record.ts'
import type { RequestTemplate } from '../../../core/scenario/load-plan.ts'
import type { Answer, PreparedRequest } from '../../../load/connections/connection.ts'
import { FirstErrors } from '../../../load/recording/first-errors.ts'
import { OUTCOMES } from '../../../load/recording/outcome.ts'
import { fixedRequest } from '../../../load/requests/fixed-requests.ts'
import type { AnswerKeeper } from '../../../load/responses/answer-keeper.ts'
import { AnswerReaders, asksForAnswers } from '../../../load/responses/answer-readers.ts'
import { AnswerTally } from '../../../load/responses/answer-tally.ts'
import { answerOf } from '../../support/answer-of.ts'
import { loadPlan, openPhase, requestTemplate } from '../../support/load-plan.ts'

const URL_OF_SERVICE = 'http://127.0.0.1:8080'

class Kept implements AnswerKeeper {
  readonly values = new Map<string, unknown>()
  readonly targets: string[] = []
  hidden: readonly string[] = []

  answered(_: readonly string[], target: string): void {
    this.targets.push(target)
  }

  captured(name: string, value: unknown): void {
    this.values.set(name, value)
  }

  cookieFor(target: string): string | undefined {
    return target === '/no-cookie' ? undefined : `at=${target}`
  }
}

function setUp(template: Partial<RequestTemplate>, phase = 0) {
  const phases = [openPhase(), openPhase({ name: 'warm-up', measured: false })]
  const plan = loadPlan(URL_OF_SERVICE, { requests: [requestTemplate(template)], phases })
  const tally = new AnswerTally(new FirstErrors(plan))
  const readers = new AnswerReaders(plan, tally)
  const keeper = new Kept()
  const arrival = { intendedSeconds: 10, phase, request: 0, user: -1 }
  const prepared = () => ({
    ...fixedRequest(new URL(URL_OF_SERVICE), requestTemplate(template), 0),
    answer: readers.readerFor(arrival, keeper),
  })
  /** How the answers in turn end a request: the last outcome, or the last request that follows. */
  const answered = (...answers: Partial<Parameters<typeof answerOf>[0]>[]) => {
    let request: PreparedRequest = prepared()
    const { answer: reader } = request
    let ended: string | undefined
    for (const answer of answers) {
      const judged = reader?.read(answerOf(answer) satisfies Answer, request)
      if (typeof judged === 'object') request = judged
      else ended = OUTCOMES[judged ?? -1]
    }
    const [head = ''] = request.bytes.toString().split('\r\n')
    return { ended: ended ?? head, failure: reader?.failure, reader }
  }
  return { answered, tally, keeper, readers, arrival }
}

const redirectTo = (location: string, status = 302) => ({ status, headers: ['Location', location] })

describe('a reader', () => {
  it('is made only for requests that ask for more than a status', () => {
    const { readers, arrival } = setUp({ expect: { statuses: [200, 404] } })
    expect(readers.readerFor(arrival)).toBeNull()
    expect(asksForAnswers([requestTemplate({ redirects: 0 })])).toBe(false)
    expect(asksForAnswers([requestTemplate(), requestTemplate({ redirects: 1 })])).toBe(true)
    expect(asksForAnswers([requestTemplate({ expect: { statuses: [], json: null } })])).toBe(true)
  })

  it('asks for the body only where something is asked of it', () => {
    const { readers, arrival } = setUp({
      redirects: 2,
      expect: { statuses: [], checks: [{ kind: 'ttfb', belowSeconds: 1 }] },
    })
    expect(readers.readerFor(arrival)?.needsBody).toBe(false)
    const body = setUp({ expect: { statuses: [], checks: [{ kind: 'bodyContains', text: 'a' }] } })
    expect(body.readers.readerFor(arrival)?.needsBody).toBe(true)
  })
})

describe('an answer', () => {
  const ASKS = {
    expect: {
      statuses: [],
      json: { ok: true },
      checks: [{ kind: 'header', header: 'X', comparison: { kind: 'exists' } }] as const,
    },
    captures: [{ name: 'token', source: { kind: 'json', pointer: '/token' } }] as const,
  }
  const GOOD = { headers: ['X', '1'], body: '{"ok":true,"token":"t0ken"}' }

  it.each([
    ['that is as it should be', GOOD, 'completed', null],
    ['of another status', { ...GOOD, status: 500 }, 'status', null],
    [
      'of another status that is too large',
      { status: 500, body: null },
      'status',
      'the body was larger than 16 MB, the most that is read of an answer',
    ],
    ['with other JSON', { ...GOOD, body: '{"ok":false,"token":"t0ken"}' }, 'expectation', 'json: /ok: false'],
    ['without a header', { ...GOOD, headers: [] }, 'expectation', 'header: no header x'],
    ['without what is captured', { ...GOOD, body: '{"ok":true}' }, 'capture', 'capture token: nothing at /token'],
    ['without anything', { body: '' }, 'expectation', 'json: an empty body'],
    ['too large to be read', { ...GOOD, body: null }, 'unreadable', 'json: a body of more than 16 MB'],
    ['too large, and wrong besides', { body: null }, 'expectation', 'header: no header x'],
  ])('%s', (_, answer, ended, failure) => {
    expect(setUp(ASKS).answered(answer)).toMatchObject({ ended, failure })
  })

  it('gives what it brings to whoever keeps it, only where it is the expected one', () => {
    const good = setUp(ASKS)
    good.answered(GOOD)
    expect([...good.keeper.values]).toEqual([['token', 't0ken']])
    const other = setUp(ASKS)
    other.answered({ ...GOOD, headers: [] })
    expect([...other.keeper.values]).toEqual([])
    expect(other.keeper.targets).toEqual(['/ok'])
  })

  it('is counted for each check by itself, and only where its status is right', () => {
    const { answered, tally } = setUp(ASKS)
    answered(GOOD)
    answered({ body: '{"ok":false}' })
    answered({ ...GOOD, status: 404 })
    expect(tally.take(0).checks).toEqual([
      { request: 0, check: 0, judged: 2, failed: 1, unreadable: 0 },
      { request: 0, check: 1, judged: 2, failed: 1, unreadable: 0 },
      { request: 0, check: 2, judged: 2, failed: 1, unreadable: 0 },
    ])
    expect(tally.take(0)).toEqual({ checks: [], failures: [], redirects: [] })
  })

  it('that could not be read is neither one that held nor one that failed', () => {
    const { answered, tally } = setUp(ASKS)
    answered(GOOD)
    answered({ ...GOOD, body: null })
    const { checks, failures } = mergeAnswers([tally.take(0)])
    expect(checks).toEqual([
      { request: 0, check: 0, judged: 1, failed: 0, unreadable: 1 },
      { request: 0, check: 1, judged: 2, failed: 0, unreadable: 0 },
      { request: 0, check: 2, judged: 1, failed: 0, unreadable: 1 },
    ])
    expect(failures.map(({ got }) => got)).toEqual(Array(2).fill('a body of more than 16 MB'))
  })

  it('is kept once for each check, without secrets and what was captured', () => {
    const { answered, tally, keeper } = setUp(ASKS)
    keeper.hidden = ['sid-of-before']
    const body = '{"ok":false,"token":"t0ken","echo":"t0ken sid-of-before"}'
    answered({ headers: ['X', '1', 'Content-Type', 'application/json'], body, endedSeconds: 12 })
    answered({ headers: ['X', '1'], body: '{"ok":1}' })
    expect(tally.take(10).failures).toEqual(
      [
        {
          request: 0,
          check: 0,
          atSeconds: 2,
          got: '/ok: false',
          status: 200,
          contentType: 'application/json',
          body: '{"ok":false,"token":[redacted],"echo":"[redacted] [redacted]"}',
        },
        {
          request: 0,
          check: 2,
          atSeconds: 0.1,
          got: 'nothing at /token',
          status: 200,
          contentType: null,
          body: '{"ok":1}',
        },
      ].map((failure) => ({ ...failure, atSeconds: expect.closeTo(failure.atSeconds, 9) })),
    )
  })

  it('is kept without what lies within a collection that was captured', () => {
    const captures = [{ name: 'login', source: { kind: 'json', pointer: '/login' } }] as const
    const checks = [{ kind: 'bodyContains', text: 'never' }] as const
    const { answered, tally } = setUp({ expect: { statuses: [], checks }, captures })
    answered({ body: '{"login":{"a":["t0ken-1"]},"again":"t0ken-1"}' })
    expect(tally.take(0).failures[0]?.body).not.toContain('t0ken-1')
  })

  it('is called by nothing that came from the environment', () => {
    const secret = 'a'.repeat(90)
    const { answered } = setUp({ expect: { statuses: [], checks: [{ kind: 'bodyContains', text: secret }] } })
    expect(answered({ body: 'b' }).failure).toBe('bodyContains: not in 1 B')
  })

  it('of a phase that is not measured is judged and not counted', () => {
    const { answered, tally } = setUp(ASKS, 1)
    expect(answered({ body: '' }).ended).toBe('expectation')
    expect(tally.take(0)).toEqual({ checks: [], failures: [], redirects: [] })
  })
})

describe('whatever an answer holds', () => {
  const comparison = { kind: 'exists' } as const
  const { answered } = setUp({
    redirects: 1,
    expect: {
      statuses: [],
      json: {},
      checks: [
        { kind: 'header', header: 'a', comparison },
        { kind: 'pointer', pointer: '/a/0', comparison: { kind: 'matches', pattern: 'a+' } },
        { kind: 'bodyContains', text: 'a' },
        { kind: 'bodyMatches', pattern: '(a|b)*c' },
        { kind: 'bodySize', fromBytes: 0, toBytes: 10 },
      ],
    },
    captures: [
      { name: 'a', source: { kind: 'json', pointer: '/a' } },
      { name: 'b', source: { kind: 'cookie', cookie: 'a' } },
      { name: 'c', source: { kind: 'regex', pattern: 'a(.)' } },
    ],
  })
  const header = fc.tuple(
    fc.constantFrom('content-encoding', 'content-type', 'set-cookie', 'location', 'a'),
    fc.oneof(fc.string(), fc.constantFrom('gzip', 'br', 'deflate', 'text/html; charset=utf-16', '/b', 'a=1')),
  )

  it('ends as one of the outcomes, or goes on', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(200, 204, 302, 500),
        fc.array(header, { maxLength: 4 }),
        fc.oneof(
          fc.uint8Array().map((bytes) => Buffer.from(bytes)),
          fc.json().map((text) => Buffer.from(text)),
          fc.constant(null),
        ),
        (status, headers, body) => {
          const { ended } = answered({ status, headers: headers.flat(), body })
          expect(ended).toMatch(/^(completed|status|expectation|capture|redirect|unreadable|GET .* HTTP\/1\.1)$/)
        },
      ),
    )
  })
})

describe('a redirect', () => {
  const ASKS = { path: '/a', redirects: 2 }

  it('is an answer like others where nobody asked to follow it', () => {
    expect(setUp({ path: '/a' }).answered(redirectTo('/b'))).toMatchObject({ ended: 'status' })
  })

  it('is followed, and its hops are counted with the last answer', () => {
    const { answered, tally, keeper } = setUp(ASKS)
    expect(answered(redirectTo('/b')).ended).toBe('GET /b HTTP/1.1')
    expect(tally.take(0).redirects).toEqual([])
    expect(answered(redirectTo('/b'), redirectTo('/c'), {}).ended).toBe('completed')
    expect(answered(redirectTo('/b'), {}).ended).toBe('completed')
    expect(tally.take(0).redirects).toEqual([
      { request: 0, hops: 1, requests: 1 },
      { request: 0, hops: 2, requests: 1 },
    ])
    expect(keeper.targets).toEqual(['/a', '/a', '/b', '/c', '/a', '/b'])
  })

  it.each([
    [
      'back and forth',
      [redirectTo('/b'), redirectTo('/a'), redirectTo('/b')],
      'a loop of redirects, back at /b after 2 redirects',
    ],
    [
      'to itself',
      [redirectTo('/no-cookie'), redirectTo('/no-cookie'), redirectTo('/no-cookie')],
      'a loop of redirects, back at /no-cookie after 2 redirects',
    ],
    [
      'too far',
      [redirectTo('/b'), redirectTo('/c'), redirectTo('/d?secret=1')],
      'more than 2 redirects, the next to /d',
    ],
    [
      'elsewhere',
      [redirectTo('https://elsewhere.example/')],
      'a redirect to another origin, https://elsewhere.example: connections belong to one service',
    ],
    ['nowhere', [redirectTo('http://[')], 'a redirect to something that is no URL'],
  ])('%s is an error by name', (_, answers, failure) => {
    expect(setUp(ASKS).answered(...answers)).toMatchObject({ ended: 'redirect', failure })
  })

  it('to the same place until the service is done is followed', () => {
    expect(setUp(ASKS).answered(redirectTo('/no-cookie'), redirectTo('/no-cookie'), {}).ended).toBe('completed')
  })

  it('to the same place with other cookies is no loop', () => {
    expect(setUp({ path: '/a', redirects: 1 }).answered(redirectTo('/a'), {}).ended).toBe('completed')
  })

  it('may set the cookie that is captured', () => {
    const captures = [{ name: 'sid', source: { kind: 'cookie', cookie: 'sid' } }] as const
    const { answered, keeper } = setUp({ ...ASKS, captures })
    const login = { status: 302, headers: ['Location', '/b', 'Set-Cookie', 'sid=1; Path=/'] }
    expect(answered(login, redirectTo('/c'), {}).ended).toBe('completed')
    expect(keeper.values.get('sid')).toBe('1')
    answered(login, redirectTo('/c'), { headers: ['Set-Cookie', 'sid=2'] })
    expect(keeper.values.get('sid')).toBe('2')
  })

  it('without a place is judged as it stands', () => {
    expect(setUp(ASKS).answered({ status: 302 })).toMatchObject({ ended: 'status' })
  })
})
