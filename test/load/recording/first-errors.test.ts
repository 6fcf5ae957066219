import { afterEach, describe, expect, it } from 'vitest'
import type { FirstAnswer, FirstError } from '../../../core/run/load-result.ts'
import { forgetSecrets, registerSecret } from '../../../core/secrets/secrets.ts'
import { FirstErrors } from '../../../load/recording/first-errors.ts'
import { requestTemplate } from '../../support/load-plan.ts'

const PLAN = {
  url: 'http://ada:lovelace@127.0.0.1:1',
  requests: [
    requestTemplate({
      path: '/a?api_key=k3y-in-path',
      headers: { Authorization: 'Bearer t0ken-123', 'X-Trace': 'abc-trace' },
      body: { kind: 'json', value: { user: { password: 'hunter2' }, colour: 'green' } },
    }),
  ],
}

const answer = (change: Partial<FirstAnswer> = {}): FirstAnswer => ({
  status: 404,
  statusLine: 'HTTP/1.1 404 Not Found',
  contentType: 'text/plain',
  contentEncoding: null,
  location: null,
  body: 'no',
  ...change,
})

const error = (change: Partial<FirstError> = {}): FirstError => ({
  request: 0,
  kind: 'status',
  atSeconds: 102,
  reason: null,
  answer: answer(),
  ...change,
})

it('keeps the first of each kind, status and request, with the time at which it came', () => {
  const errors = new FirstErrors(PLAN)
  expect(errors.wants(0, 'status', 404)).toBe(true)
  errors.add(error())
  expect(errors.wants(0, 'status', 404)).toBe(false)
  expect([errors.wants(0, 'status', 500), errors.wants(1, 'status', 404), errors.wants(0, 'reset', 0)]).toEqual(
    Array(3).fill(true),
  )
  expect(errors.take(100)).toEqual([error({ atSeconds: 2 })])
  expect(errors.take(100)).toEqual([])
})

it('wants no more than fifty', () => {
  const errors = new FirstErrors(PLAN)
  for (let status = 300; status < 350; status++) errors.add(error({ answer: answer({ status }) }))
  expect(errors.wants(0, 'closed', 0)).toBe(false)
})

describe('what is shown of an answer', () => {
  it.each([
    ['a header of the request', 'you sent t0ken-123', 'you sent [redacted]'],
    ['the whole of it', 'Authorization is Bearer t0ken-123!', 'Authorization is [redacted]!'],
    ['user and password of the URL', 'ada and lovelace', 'ada and [redacted]'],
    ['a query parameter', '/a?k3y-in-path', '/a?[redacted]'],
    ['part of the body that was sent', 'hunter2 is wrong', '[redacted] is wrong'],
    ['a token that the service made', '{"access_token":"eyJhb","ok":true}', '{"access_token":[redacted],"ok":true}'],
    ['a field of a form', 'session=abcdef&x=1', 'session=[redacted]&x=1'],
    ['what is no secret', 'green abc-trace', 'green abc-trace'],
    ['control characters and marks of direction', 'a\u001b[31m\u0000b\n\u202ec\u009bd', 'a [31m b c d'],
    ['a long text', 'x'.repeat(500), `${'x'.repeat(199)}…`],
  ])('%s', (_, body, shown) => {
    const errors = new FirstErrors(PLAN)
    errors.add(error({ answer: answer({ body, location: body }) }))
    expect(errors.take(0)[0]?.answer).toMatchObject({ body: shown, location: shown })
  })

  it('redacts the reason of a failed connection, too', () => {
    const errors = new FirstErrors(PLAN)
    errors.add(error({ kind: 'connect', reason: 'no route to lovelace', answer: null }))
    expect(errors.take(0)[0]).toMatchObject({ reason: 'no route to [redacted]', answer: null })
  })
})

it('shows the reference of a value that came back, and not the value', () => {
  const errors = new FirstErrors(PLAN)
  const values = [
    { reference: `\${users.email}`, text: 'ada+1@example.com' },
    { reference: `\${users.n}`, text: '12' },
  ]
  errors.add(error({ answer: answer({ body: 'no ada+1@example.com, nor ada%2B1%40example.com, at 12' }) }), [], values)
  expect(errors.take(0)[0]?.answer?.body).toBe(`no \${users.email}, nor \${users.email}, at 12`)
})

it('hides what is literal beside a value of the run, its dollars as they are sent', () => {
  const requests = [
    requestTemplate({
      varies: true,
      headers: { 'X-Api-Key': `k3y$$1\${users.id}` },
      body: { kind: 'form', fields: [{ name: 'password', value: `hunter$$2\${users.id}` }] },
    }),
  ]
  const errors = new FirstErrors({ url: 'http://h', requests })
  errors.add(error({ answer: answer({ body: 'k3y$1 and hunter$2' }) }))
  expect(errors.take(0)[0]?.answer?.body).toBe('[redacted] and [redacted]')
})

describe('a secret of the environment', () => {
  afterEach(forgetSecrets)

  it('is hidden before the text is cut, so that no half of it is left', () => {
    const secret = 'env-secret-of-forty-characters-and-a-few'
    registerSecret(secret, `\${SECRET}`)
    const errors = new FirstErrors(PLAN)
    errors.add(error({ answer: answer({ body: `${'x '.repeat(90)}${secret} y` }) }))
    expect(errors.take(0)[0]?.answer?.body).toBe(`${'x '.repeat(90)}\${SECRET} y`)
  })
})
