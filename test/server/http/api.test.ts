import { expect, it } from 'vitest'
import { call, testServer } from '../loopback.ts'

it.each([
  ['/healthz', 200, { status: 'ok' }],
  ['/readyz', 200, { status: 'ready' }],
  ['/nowhere', 404, { error: 'no such route: GET /nowhere' }],
  ['/predict/more', 404, { error: 'no such route: GET /predict/more' }],
  ['/metrics', 404, { error: 'no such route: GET /metrics' }],
])('GET %s answers %d as JSON', async (path, status, json) => {
  const { apiUrl } = await testServer()
  const answer = await call(apiUrl + path)
  expect([answer.status, answer.json]).toEqual([status, json])
})

it('sends no ETag, no X-Powered-By and no Keep-Alive deadline', async () => {
  const { apiUrl } = await testServer()
  const { headers } = await call(`${apiUrl}/predict`)
  expect(Object.keys(headers).sort()).toEqual(['connection', 'content-length', 'content-type', 'date'])
  expect(headers.connection).toBe('keep-alive')
})
