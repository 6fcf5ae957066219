// The reason for this server: whatever happens to the requests, the histogram, the counter and the exact record have
// counted the same ones, and the client can add them up.

import { Agent } from 'undici'
import { expect, it, onTestFinished } from 'vitest'
import { boundedCount, countAtOrBelow } from '../../../core/latency/latency-counts.ts'
import { allObservations } from '../../../core/run/exact-record.ts'
import type { RunningServer } from '../../../server/start-server.ts'
import { behaviour, call, metric, testServer, untilMetric } from '../loopback.ts'

const BIMODAL = {
  kind: 'bimodal',
  fast: { medianSeconds: 0.001, p95Seconds: 0.002 },
  slow: { medianSeconds: 0.01, p95Seconds: 0.02 },
  slowShare: 0.2,
} as const

const CONNECTIONS = 30

/** So many requests, never more than CONNECTIONS at once. Gives what became of each. */
async function load(server: RunningServer, count: number, patience?: () => AbortSignal): Promise<string[]> {
  const dispatcher = new Agent({ connections: CONNECTIONS })
  onTestFinished(() => dispatcher.destroy())
  const outcomes: string[] = []
  let sent = 0
  const user = async () => {
    while (sent++ < count) {
      const init = { dispatcher, ...(patience === undefined ? {} : { signal: patience() }) }
      outcomes.push(
        await call(`${server.apiUrl}/predict`, init).then(
          ({ status }) => String(status),
          (error: Error & { code?: string }) => error.code ?? error.name,
        ),
      )
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, user))
  return outcomes
}

function countOf(outcomes: readonly string[], outcome: string): number {
  return outcomes.filter((each) => each === outcome).length
}

function exactly(server: RunningServer) {
  return allObservations(server.collectRecord())
}

it('server and client agree, request for request, under errors, resets, delays and a stall', async () => {
  const server = await testServer({ behaviour: behaviour(BIMODAL, 8) })
  await load(server, 20)
  const before = await metric(server, 'model_latency_seconds_count')
  server.beginRecord(0)
  const outcomes = load(server, 400)
  server.setFaults([
    { kind: 'errors', share: 0.1 },
    { kind: 'resets', share: 0.05 },
  ])
  await untilMoreThan(server, before + 100)
  server.setFaults([{ kind: 'stall' }, { kind: 'errors', share: 0.1 }])
  server.setFaults([
    { kind: 'addedDelay', seconds: 0.002 },
    { kind: 'slowdown', factor: 2 },
  ])

  const ended = await outcomes
  const exact = exactly(server)
  expect(ended).toHaveLength(400)
  expect(before).toBe(20)
  expect((await metric(server, 'model_latency_seconds_count')) - before).toBe(400)
  expect(boundedCount(exact)).toBe(400)
  expect((await metric(server, 'model_requests_total{code="200"}')) - before).toBe(countOf(ended, '200'))
  expect(await metric(server, 'model_requests_total{code="500"}')).toBe(countOf(ended, '500'))
  expect(await metric(server, 'model_requests_total{code="reset"}')).toBe(countOf(ended, 'ECONNRESET'))
  expect(countOf(ended, '500')).toBeGreaterThan(0)
  expect(countOf(ended, 'ECONNRESET')).toBeGreaterThan(0)
  expect(await metric(server, 'model_requests_in_flight')).toBe(0)
})

it('histogram and exact record agree where clients give up', async () => {
  const server = await testServer({ behaviour: behaviour(BIMODAL, 4) })
  server.beginRecord(0)
  const ended = await load(server, 300, () => AbortSignal.timeout(30))
  await untilMetric(server, 'model_requests_in_flight', 0)
  const { count, exact, counter } = await atRest(server)
  expect(boundedCount(exact)).toBe(count)
  expect(counter).toBe(count)
  expect(count).toBeGreaterThanOrEqual(countOf(ended, '200'))
})

it('histogram and exact record have the same sum and the same buckets', async () => {
  const server = await testServer({ behaviour: behaviour({ kind: 'choice', choices: [0.09, 0.11].map(weighed) }) })
  server.beginRecord(0)
  await load(server, 120)
  const exact = exactly(server)
  expect(exact.sumSeconds).toBeCloseTo(await metric(server, 'model_latency_seconds_sum'), 9)
  // The grid's 0.1% cannot move a value across the bound unless it lies within that of it.
  const inFirstBucket = await metric(server, 'model_latency_seconds_bucket{le="0.1"}')
  const near = countAtOrBelow(exact, 0.1002) - countAtOrBelow(exact, 0.0998)
  expect(Math.abs(countAtOrBelow(exact, 0.1) - inFirstBucket)).toBeLessThanOrEqual(near)
})

/** All three, with nothing observed between the first and the last: a connection given up early may come in late. */
async function atRest(server: RunningServer) {
  for (;;) {
    const count = await metric(server, 'model_latency_seconds_count')
    const exact = exactly(server)
    const [answered, gone] = [
      await metric(server, 'model_requests_total{code="200"}'),
      await metric(server, 'model_requests_total{code="gone"}'),
    ]
    if ((await metric(server, 'model_latency_seconds_count')) === count)
      return { count, exact, counter: answered + gone }
  }
}

function weighed(seconds: number) {
  return { seconds, weight: 1 }
}

async function untilMoreThan(server: RunningServer, count: number): Promise<void> {
  while ((await metric(server, 'model_latency_seconds_count')) <= count)
    await new Promise((resolve) => setTimeout(resolve, 2))
}
