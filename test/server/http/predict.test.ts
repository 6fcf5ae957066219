import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { LatencyModel } from '../../../core/scenario/server-behaviour.ts'
import { AT_ONCE, behaviour, call, FOR_EVER, metric, stillPending, testServer, untilMetric } from '../loopback.ts'

const COUNT = 'model_latency_seconds_count'
const IN_FLIGHT = 'model_requests_in_flight'

function traceOf(...durations: string[]): LatencyModel {
  const folder = mkdtempSync(join(tmpdir(), 'predict-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'trace.txt')
  writeFileSync(file, durations.join('\n'))
  return { kind: 'trace', file }
}

function post(body: string | Buffer, headers: Record<string, string> = { 'content-type': 'application/json' }) {
  return { method: 'POST', headers, body } as const
}

describe('/predict answers', () => {
  it('answers a GET with the simulated latency', async () => {
    const { apiUrl } = await testServer({ behaviour: behaviour({ kind: 'constant', seconds: 0.002 }) })
    const { status, headers, json } = await call(`${apiUrl}/predict`)
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
    expect(json).toEqual({ prediction: expect.any(Number), latencySeconds: 0.002 })
  })

  it.each([
    ['an object', '{"features":[1,2,3]}', undefined],
    ['any other JSON value', '3', undefined],
    ['JSON under another content type', '{"a":1}', { 'content-type': 'text/plain' }],
    ['nothing at all', '', undefined],
  ])('answers a POST of %s', async (_what, body, headers) => {
    const { apiUrl } = await testServer()
    const { status, json } = await call(`${apiUrl}/predict`, post(body, headers))
    expect([status, json]).toEqual([200, { prediction: expect.any(Number), latencySeconds: 0 }])
  })

  it.each([
    ['what is not JSON with 400', post('features=1'), 400, /JSON/],
    ['what is cut off with 400', post('{"features":[1,'), 400, /JSON/],
    ['more than a megabyte with 413', post(`"${'x'.repeat(1024 * 1024)}"`), 413, /too large/],
    ['an unknown encoding with 415', post('{}', { 'content-encoding': 'rot13' }), 415, /encoding/],
    ['another method with 405', { method: 'PUT', body: '{}' } as const, 405, /expected GET or POST, got PUT/],
  ])('answers %s, as JSON', async (_what, init, status, message) => {
    const server = await testServer()
    const answer = await call(`${server.apiUrl}/predict`, init)
    expect([answer.status, answer.json]).toEqual([status, { error: expect.stringMatching(message) }])
    expect(await metric(server, COUNT)).toBe(1)
    expect(await metric(server, `model_requests_total{code="${status}"}`)).toBe(1)
  })

  it('answers a HEAD like a GET, without the body', async () => {
    const server = await testServer()
    const { status, text } = await call(`${server.apiUrl}/predict`, { method: 'HEAD' })
    expect([status, text, await metric(server, COUNT)]).toEqual([200, '', 1])
  })

  it('gives the same numbers for the same seed', async () => {
    const model = behaviour({ kind: 'uniform', fromSeconds: 0, toSeconds: 0.003 })
    const answers = async (seed: number) => {
      const { apiUrl } = await testServer({ behaviour: model, seed })
      const texts: string[] = []
      for (let i = 0; i < 5; i++) texts.push((await call(`${apiUrl}/predict`)).text)
      return texts
    }
    expect(await answers(5)).toEqual(await answers(5))
    expect(await answers(5)).not.toEqual(await answers(6))
  })

  it('never answers sooner than the latency', async () => {
    const server = await testServer({ behaviour: behaviour({ kind: 'constant', seconds: 0.02 }) })
    const answers = Array.from({ length: 50 }, async () => {
      const sentMs = performance.now()
      await call(`${server.apiUrl}/predict`)
      return performance.now() - sentMs
    })
    expect(Math.min(...(await Promise.all(answers)))).toBeGreaterThanOrEqual(20)
    expect(await metric(server, 'model_latency_seconds_sum')).toBeGreaterThanOrEqual(50 * 0.02)
  })
})

describe('/predict is observed', () => {
  it('observes a request before a client that read the answer can scrape', async () => {
    const server = await testServer()
    for (let sent = 1; sent <= 50; sent++) {
      await call(`${server.apiUrl}/predict`)
      expect(await metric(server, COUNT)).toBe(sent)
    }
    expect(await metric(server, 'model_requests_total{code="200"}')).toBe(50)
    expect(await metric(server, IN_FLIGHT)).toBe(0)
  })

  it('observes no route but /predict', async () => {
    const server = await testServer()
    for (const path of ['/healthz', '/readyz', '/nowhere']) await call(server.apiUrl + path)
    expect(await metric(server, COUNT)).toBe(0)
  })

  it('observes a request once and frees its worker when the client goes away during the work', async () => {
    const server = await testServer({ behaviour: behaviour(traceOf('1h', '0s'), 1) })
    const client = new AbortController()
    const served = call(`${server.apiUrl}/predict`, { signal: client.signal })
    await untilMetric(server, IN_FLIGHT, 1)
    expect(await metric(server, COUNT)).toBe(0)
    client.abort()
    await expect(served).rejects.toThrow()
    await untilMetric(server, COUNT, 1)
    expect(await metric(server, 'model_requests_total{code="gone"}')).toBe(1)
    expect(await metric(server, IN_FLIGHT)).toBe(0)
    expect((await call(`${server.apiUrl}/predict`)).json).toMatchObject({ latencySeconds: 0 })
  })

  it('observes a request once and frees its place when the client goes away while waiting', async () => {
    const server = await testServer({ behaviour: behaviour(traceOf('1h', '1ms', '2h'), 1) })
    const [served, queued] = [new AbortController(), new AbortController()]
    const first = call(`${server.apiUrl}/predict`, { signal: served.signal }).catch(() => 'gone')
    await untilMetric(server, IN_FLIGHT, 1)
    const second = call(`${server.apiUrl}/predict`, { signal: queued.signal }).catch(() => 'gone')
    await untilMetric(server, IN_FLIGHT, 2)
    const third = call(`${server.apiUrl}/predict`)
    await untilMetric(server, IN_FLIGHT, 3)
    queued.abort()
    await untilMetric(server, 'model_requests_total{code="gone"}', 1)
    served.abort()
    // The one that went away drew no latency: the third request gets the trace's second.
    expect((await third).json).toMatchObject({ latencySeconds: 0.001 })
    expect(await Promise.all([first, second])).toEqual(['gone', 'gone'])
    expect(await metric(server, COUNT)).toBe(3)
  })

  it('observes a request with its wait for a worker', async () => {
    const server = await testServer({ behaviour: behaviour(traceOf('1h', '0s'), 1) })
    const served = new AbortController()
    const first = call(`${server.apiUrl}/predict`, { signal: served.signal }).catch(() => 'gone')
    await untilMetric(server, IN_FLIGHT, 1)
    const second = call(`${server.apiUrl}/predict`)
    await untilMetric(server, IN_FLIGHT, 2)
    await new Promise((resolve) => setTimeout(resolve, 120))
    served.abort()
    expect((await second).json).toMatchObject({ latencySeconds: 0 })
    expect(await first).toBe('gone')
    expect(await metric(server, 'model_latency_seconds_bucket{le="0.1"}')).toBe(0)
    expect(await metric(server, COUNT)).toBe(2)
  })

  it('observes a request once where the client goes away in the middle of the body', async () => {
    const server = await testServer()
    const socket = connect(Number(new URL(server.apiUrl).port), '127.0.0.1')
    socket.write('POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"features":')
    await untilMetric(server, IN_FLIGHT, 1)
    socket.destroy()
    await untilMetric(server, IN_FLIGHT, 0)
    expect(await metric(server, COUNT)).toBe(1)
    expect(await metric(server, 'model_requests_total{code="gone"}')).toBe(1)
  })

  it('observes each request once where a pipelined connection breaks', async () => {
    const server = await testServer({ behaviour: behaviour(FOR_EVER) })
    const socket = connect(Number(new URL(server.apiUrl).port), '127.0.0.1')
    socket.write('GET /predict HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(20))
    await untilMetric(server, IN_FLIGHT, 20)
    socket.destroy()
    await untilMetric(server, IN_FLIGHT, 0)
    expect(await metric(server, COUNT)).toBe(20)
  })
})

describe('faults', () => {
  it('faults slow the work down and delay it until they are switched off', async () => {
    const server = await testServer({ behaviour: behaviour({ kind: 'constant', seconds: 0.001 }) })
    server.setFaults([
      { kind: 'slowdown', factor: 4 },
      { kind: 'addedDelay', seconds: 0.002 },
    ])
    expect((await call(`${server.apiUrl}/predict`)).json).toMatchObject({ latencySeconds: 0.006 })
    server.setFaults([])
    expect((await call(`${server.apiUrl}/predict`)).json).toMatchObject({ latencySeconds: 0.001 })
  })

  it('the errors fault answers with 500 as JSON, which is observed too', async () => {
    const server = await testServer()
    server.setFaults([{ kind: 'errors', share: 1 }])
    const { status, json } = await call(`${server.apiUrl}/predict`)
    expect([status, json]).toEqual([500, { error: expect.stringContaining('fault') }])
    expect(await metric(server, 'model_requests_total{code="500"}')).toBe(1)
    expect(await metric(server, COUNT)).toBe(1)
  })

  it('the resets fault resets the connection, which is observed at once', async () => {
    const server = await testServer()
    server.setFaults([{ kind: 'resets', share: 1 }])
    await expect(call(`${server.apiUrl}/predict`)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(await metric(server, 'model_requests_total{code="reset"}')).toBe(1)
    expect(await metric(server, COUNT)).toBe(1)
    expect(await metric(server, IN_FLIGHT)).toBe(0)
  })

  it('a stall holds every route of the API while the metrics port answers', async () => {
    const server = await testServer()
    server.setFaults([{ kind: 'stall' }])
    const held = ['/predict', '/healthz', '/readyz', '/nowhere'].map((path) => call(server.apiUrl + path))
    held.push(call(`${server.apiUrl}/predict`, post('no JSON')))
    await untilMetric(server, IN_FLIGHT, 2)
    for (const answer of held) expect(await stillPending(server, answer)).toBe(true)
    expect(await metric(server, COUNT)).toBe(0)
    server.setFaults([])
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([200, 200, 200, 404, 400])
    expect(await metric(server, COUNT)).toBe(2)
  })

  it('forgets a client that went away during a stall', async () => {
    const server = await testServer({ behaviour: behaviour(AT_ONCE, 1) })
    server.setFaults([{ kind: 'stall' }])
    const client = new AbortController()
    const held = call(`${server.apiUrl}/predict`, { signal: client.signal }).catch(() => 'gone')
    await untilMetric(server, IN_FLIGHT, 1)
    client.abort()
    expect(await held).toBe('gone')
    await untilMetric(server, IN_FLIGHT, 0)
    server.setFaults([])
    expect((await call(`${server.apiUrl}/predict`)).status).toBe(200)
    expect(await metric(server, COUNT)).toBe(2)
  })
})
