// One round of a generator in Node, in a process of its own, so that no other has shaped the compiled code.
// Usage: throughput-round.js bare|undici|autocannon|raw URL [connections] [seconds]. `bare` and `undici` are those packages by
// themselves, the others our queue with that engine. Prints the round as JSON, in seconds.

import autocannon, { type Client } from 'autocannon'
import { Client as UndiciClient } from 'undici'
import { systemClock } from '../core/clock.ts'
import { LatencyHistogram } from '../core/latency/latency-histogram.ts'
import { summarizeLatencies } from '../core/latency/latency-summary.ts'
import type { LoadEngine } from '../core/scenario/load-engine.ts'
import type { ConnectionPool } from '../load/connections/connection.ts'
import { openPool } from '../load/connections/open-pool.ts'
import { RequestQueue } from '../load/dispatch/request-queue.ts'
import { TimingColumns } from '../load/recording/timings.ts'
import { FixedRequests } from '../load/requests/fixed-requests.ts'
import { systemTimers } from '../load/timers.ts'
import type { Throughput } from './peers/figures.ts'

const [generator, url = '', connectionsText = '50', secondsText = '3'] = process.argv.slice(2)
const CONNECTIONS = Number(connectionsText)
const SECONDS = Number(secondsText)
/** Until the code is compiled. */
const WARM_UP_SECONDS = 0.7

async function bareRound(url: string): Promise<Throughput> {
  const latencies = new LatencyHistogram()
  const setupClient = (client: Client) => {
    client.on('response', (_status, _bytes, milliseconds) => {
      latencies.record(milliseconds / 1e3)
    })
  }
  const done = autocannon({ url, connections: CONNECTIONS, timeout: 10, sampleInt: 200, setupClient, duration: 60 })
  const round = await measured(latencies)
  done.stop()
  await done
  return round
}

/** Of its cheapest interface: no promise and no stream a request. */
async function undiciRound(url: string): Promise<Throughput> {
  let isOver = false
  const latencies = new LatencyHistogram()
  const clients = Array.from({ length: CONNECTIONS }, () => new UndiciClient(new URL(url).origin))
  const ask = (client: UndiciClient) => {
    const sentSeconds = systemClock.nowSeconds()
    client.dispatch(
      { path: '/', method: 'GET' },
      {
        onRequestStart: () => {},
        onResponseData: () => {},
        onResponseError: (_controller, error) => {
          // Destroyed at the end, with a request in flight.
          if (!isOver) throw error
        },
        onResponseEnd: () => {
          latencies.record(systemClock.nowSeconds() - sentSeconds)
          if (!isOver) ask(client)
        },
      },
    )
  }
  for (const client of clients) ask(client)
  const round = await measured(latencies)
  isOver = true
  await Promise.all(clients.map((client) => client.destroy()))
  return round
}

/** Every arrival is due at once: the queue hands each connection the next one as soon as it is free. */
async function queuedRound(engine: LoadEngine, url: string): Promise<Throughput> {
  const columns = new TimingColumns()
  const latencies = new LatencyHistogram()
  const expect = { statuses: [] }
  const request = { name: 'get', weight: 1, method: 'GET', path: '/', headers: {}, body: null, expect }
  const queue = new RequestQueue({
    nowSeconds: systemClock.nowSeconds,
    onShortage: () => pool.onShortage(),
    timeoutSeconds: 10,
    requests: new FixedRequests({ url, requests: [request] }),
    record: (timing) => {
      latencies.record(timing.endedSeconds - timing.sentSeconds)
      columns.add(timing)
    },
  })
  const pool: ConnectionPool = openPool(engine, {
    url: new URL(url),
    verifyTls: true,
    connections: CONNECTIONS,
    openTimeoutSeconds: 5,
    timers: systemTimers,
    addConnection: (connection) => queue.addConnection(connection),
    onChange: () => {},
    waiting: () => queue.backlog,
    firstErrors: { wants: () => false, add: () => {} },
    openTimes: { add: () => {} },
  })
  while (pool.openCount < CONNECTIONS) await systemClock.sleep(0.01)
  let isOver = false
  const offer = (intendedSeconds: number) => queue.offer({ intendedSeconds, phase: 0, request: 0, user: -1 })
  queue.listen({
    ended: (_arrival, _couldConnect, nowSeconds) => {
      if (!isOver) offer(nowSeconds)
    },
    idle: () => {},
  })
  // As in a run, where the columns are handed over once a second.
  const handOver = setInterval(() => columns.take(), 1000)
  for (let i = 0; i < CONNECTIONS; i++) offer(systemClock.nowSeconds())
  const round = await measured(latencies)
  isOver = true
  clearInterval(handOver)
  await pool.close()
  return round
}

/** What is answered after the warm-up. @param latencies grow by one with each answer */
async function measured(latencies: LatencyHistogram): Promise<Throughput> {
  await systemClock.sleep(WARM_UP_SECONDS)
  latencies.reset()
  const before = cpuMicroseconds()
  const startSeconds = systemClock.nowSeconds()
  await systemClock.sleep(SECONDS)
  const { count, p50, p95, p99 } = summarizeLatencies(latencies.latencies())
  return {
    ratePerSecond: count / (systemClock.nowSeconds() - startSeconds),
    cpuMicroseconds: (cpuMicroseconds() - before) / count,
    serviceTime: { p50, p95, p99 },
  }
}

function cpuMicroseconds(): number {
  const { userCPUTime, systemCPUTime } = process.resourceUsage()
  return userCPUTime + systemCPUTime
}

function round(): Promise<Throughput> {
  if (generator === 'bare') return bareRound(url)
  if (generator === 'undici') return undiciRound(url)
  return queuedRound(generator as LoadEngine, url)
}

process.stdout.write(`${JSON.stringify(await round())}\n`)
