import { expect, it } from 'vitest'
import { call, testServer } from '../loopback.ts'

it('prints the exposition with its content type', async () => {
  const { metricsUrl } = await testServer()
  const { status, headers, text } = await call(`${metricsUrl}/metrics`)
  expect(status).toBe(200)
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(text).toContain('model_latency_seconds_count 0\n')
})

it('answers any other route with 404 as JSON', async () => {
  const { metricsUrl } = await testServer()
  const { status, json } = await call(`${metricsUrl}/predict`)
  expect([status, json]).toEqual([404, { error: 'no such route: GET /predict' }])
})

it.each(['metricsUrl', 'apiUrl'] as const)('accepts no commands on its ports: %s', async (port) => {
  const server = await testServer()
  const body = JSON.stringify({ faults: [{ kind: 'errors', share: 1 }] })
  expect((await call(`${server[port]}/control/faults`, { method: 'PUT', body })).status).toBe(404)
  expect((await call(`${server[port]}/control/record`)).status).toBe(404)
  expect((await call(`${server.apiUrl}/predict`)).status).toBe(200)
})
