// A server of one's own for a test, on loopback, and the requests that tests send to it.

import { request } from 'undici'
import { onTestFinished } from 'vitest'
import { NAMED_LAYOUTS } from '../../core/histogram/named-layouts.ts'
import type { LatencyModel, ServerBehaviour } from '../../core/scenario/server-behaviour.ts'
import type { ServerOptions } from '../../server/server-options.ts'
import { type RunningServer, startServer } from '../../server/start-server.ts'

export function behaviour(latency: LatencyModel, concurrency = Number.POSITIVE_INFINITY): ServerBehaviour {
  return { latency, concurrency, layout: NAMED_LAYOUTS.lab, faults: [], restarts: [] }
}

export const AT_ONCE: LatencyModel = { kind: 'constant', seconds: 0 }
/** Longer than any test. */
export const FOR_EVER: LatencyModel = { kind: 'constant', seconds: 3600 }

export function options(changes: Partial<ServerOptions> = {}): ServerOptions {
  return {
    host: '127.0.0.1',
    apiPort: 0,
    metricsPort: 0,
    behaviour: behaviour(AT_ONCE),
    seed: 1,
    ...changes,
  }
}

/** Closed when the test is over. */
export async function testServer(changes: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const server = await startServer(options(changes))
  onTestFinished(() => server.close())
  return server
}

export interface Answer {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly text: string
  readonly json: unknown
}

export async function call(url: string, init: Parameters<typeof request>[1] = {}): Promise<Answer> {
  const { statusCode, headers, body } = await request(url, init)
  const text = await body.text()
  const json: unknown = String(headers['content-type']).includes('json') && text !== '' ? JSON.parse(text) : undefined
  return { status: statusCode, headers, text, json }
}

export interface Scraped {
  readonly metricsUrl: string
}

/** The value of one series, as /metrics prints it: `model_requests_total{code="200"}`. */
export async function metric({ metricsUrl }: Scraped, series: string): Promise<number> {
  const { text } = await call(`${metricsUrl}/metrics`)
  const line = text.split('\n').find((line) => line.startsWith(`${series} `))
  return line === undefined ? Number.NaN : Number(line.slice(series.length + 1))
}

export async function untilMetric(server: Scraped, series: string, expected: number): Promise<void> {
  while ((await metric(server, series)) !== expected) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** Until so many requests have come, whether or not they are answered by now. */
export async function untilArrived(server: Scraped, requests: number): Promise<void> {
  for (;;) {
    const ended = await metric(server, 'model_latency_seconds_count')
    if (ended + (await metric(server, 'model_requests_in_flight')) >= requests) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Whether the promise is still pending after the server has answered something else. */
export async function stillPending(server: Scraped, promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  const note = () => {
    settled = true
  }
  promise.then(note, note)
  await new Promise((resolve) => setTimeout(resolve, 30))
  await metric(server, 'up')
  return !settled
}
