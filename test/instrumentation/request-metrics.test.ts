import { once } from 'node:events'
import { createServer } from 'node:http'
import { Registry } from 'prom-client'
import { request } from 'undici'
import { expect, it, onTestFinished } from 'vitest'
import { type LatencyLabels, requestMetrics } from '../../instrumentation/request-metrics.ts'

it('gives the same number to another client’s histogram, with the same labels', async () => {
  const seen: (readonly [number, LatencyLabels])[] = []
  const registry = new Registry()
  const { watch } = requestMetrics({
    thresholdSeconds: 0.3,
    registry,
    name: 'request_seconds',
    alsoObserve: (seconds, labels) => seen.push([seconds, labels]),
  })
  const server = createServer((incoming, response) => {
    watch(incoming, response, () => '/x')
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const { body } = await request(`http://127.0.0.1:${typeof address === 'object' && address?.port}/x`)
  await body.dump()
  const sum = /^request_seconds_sum\{.*\} (.*)$/m.exec(await registry.metrics())?.[1]
  expect(seen).toEqual([[Number(sum), { method: 'GET', route: '/x', status: '2xx' }]])
})

it('says what to do where two applications would share a metric', () => {
  const registry = new Registry()
  requestMetrics({ thresholdSeconds: 1, registry })
  expect(() => requestMetrics({ thresholdSeconds: 1, registry })).toThrow('a registry of its own')
})

it('wants a threshold or bounds, which have the threshold', () => {
  expect(() => requestMetrics({ registry: new Registry() })).toThrow('expected thresholdSeconds')
  const bounds = { boundsSeconds: [0.5, 1], thresholdSeconds: [0.3], registry: new Registry() }
  expect(() => requestMetrics(bounds)).toThrow('threshold 0.3 among the bounds')
})
