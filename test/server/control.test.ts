import { describe, expect, it } from 'vitest'
import { type Answer, call, TOKEN, testServer } from './loopback.ts'

const BEARER = `Bearer ${TOKEN}`

function control(metricsUrl: string, method: 'GET' | 'PUT' | 'POST', path: string, body?: unknown): Promise<Answer> {
  return call(`${metricsUrl}/control${path}`, {
    method,
    headers: { authorization: BEARER },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

describe('/control', () => {
  it.each([
    ['no token', {}],
    ['another token', { authorization: `Bearer ${TOKEN}!` }],
    ['the beginning of the token', { authorization: BEARER.slice(0, -1) }],
    ['the token without its scheme', { authorization: TOKEN }],
  ])('answers 401 to %s, and does nothing', async (_what, headers) => {
    const { apiUrl, metricsUrl } = await testServer()
    const body = JSON.stringify({ faults: [{ kind: 'errors', share: 1 }] })
    const { status, json } = await call(`${metricsUrl}/control/faults`, { method: 'PUT', headers, body })
    expect([status, json]).toEqual([401, { error: expect.stringContaining('token') }])
    expect((await call(`${metricsUrl}/control/record`, { headers })).status).toBe(401)
    expect((await call(`${metricsUrl}/control/nowhere`, { headers })).status).toBe(401)
    expect((await call(`${apiUrl}/predict`)).status).toBe(200)
  })

  it('is not there without a harness', async () => {
    const { metricsUrl } = await testServer({ controlToken: null })
    expect((await control(metricsUrl, 'PUT', '/faults', { faults: [] })).status).toBe(404)
    expect((await control(metricsUrl, 'GET', '/record')).status).toBe(404)
  })

  it('is not on the API port', async () => {
    const { apiUrl } = await testServer()
    expect((await control(apiUrl, 'GET', '/record')).status).toBe(404)
  })

  it.each([
    ['no faults', 'PUT', '/faults', {}, 400, /faults: expected a list/],
    ['a wrong fault', 'PUT', '/faults', { faults: [{ kind: 'errors', share: 2 }] }, 400, /from 0 to 1, got 2/],
    ['no zero', 'POST', '/record', {}, 400, /zeroSeconds: expected a number/],
    ['a record before it began', 'GET', '/record', undefined, 409, /nothing is recorded/],
    ['an unknown route', 'GET', '/nowhere', undefined, 404, /no such route/],
  ] as const)('refuses %s', async (_what, method, path, body, status, message) => {
    const { metricsUrl } = await testServer()
    const answer = await control(metricsUrl, method, path, body)
    expect([answer.status, answer.json]).toEqual([status, { error: expect.stringMatching(message) }])
  })

  it('refuses what is not JSON', async () => {
    const { metricsUrl } = await testServer()
    const init = { method: 'PUT', headers: { authorization: BEARER }, body: 'stall!' } as const
    expect((await call(`${metricsUrl}/control/faults`, init)).status).toBe(400)
  })
})
