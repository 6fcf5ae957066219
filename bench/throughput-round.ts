// One round of bench/throughput.ts, in a process of its own, so that no other engine has shaped the compiled code.
// Usage: throughput-round.js autocannon|raw|bare URL. `bare`: autocannon by itself. Prints the round as JSON.

import autocannon, { type Client } from 'autocannon'
import { systemClock } from '../core/clock.ts'
import type { LoadEngine } from '../core/scenario/load-engine.ts'
import { openPool } from '../load/connections/open-pool.ts'
import { requestBytes } from '../load/connections/request-bytes.ts'
import { RequestQueue } from '../load/dispatch/request-queue.ts'
import { TimingColumns } from '../load/recording/timings.ts'
import { systemTimers } from '../load/timers.ts'

export const CONNECTIONS = 50
export const SECONDS = 3
/** Until the code is compiled. */
const WARM_UP_SECONDS = 0.7

export interface Round {
  readonly ratePerSecond: number
  /** Of user and system, per answer. */
  readonly cpuMicroseconds: number
}

async function bareRound(url: string): Promise<Round> {
  let answers = 0
  const setupClient = (client: Client) => {
    client.on('response', () => {
      answers++
    })
  }
  const done = autocannon({ url, connections: CONNECTIONS, timeout: 10, sampleInt: 200, setupClient, duration: 60 })
  await systemClock.sleep(WARM_UP_SECONDS)
  const before = answers
  const finish = startRound()
  await systemClock.sleep(SECONDS)
  const round = finish(answers - before)
  done.stop()
  await done
  return round
}

/** Every arrival is due at once: the queue hands each connection the next one as soon as it is free. */
async function queuedRound(engine: LoadEngine, url: string): Promise<Round> {
  const columns = new TimingColumns()
  let answers = 0
  const queue = new RequestQueue({
    nowSeconds: systemClock.nowSeconds,
    timeoutSeconds: 10,
    record: (timing) => {
      answers++
      columns.add(timing)
    },
  })
  const expect = { statuses: [] }
  const request = { name: 'get', weight: 1, method: 'GET', path: '/', headers: {}, body: null, expect }
  const pool = openPool(engine, {
    url: new URL(url),
    verifyTls: true,
    requests: [{ index: 0, bytes: requestBytes(new URL(url), request), isHead: false, expect }],
    connections: CONNECTIONS,
    openTimeoutSeconds: 5,
    timers: systemTimers,
    addConnection: (connection) => queue.addConnection(connection),
    onChange: () => {},
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
  await systemClock.sleep(WARM_UP_SECONDS)
  const before = answers
  const finish = startRound()
  await systemClock.sleep(SECONDS)
  const round = finish(answers - before)
  isOver = true
  clearInterval(handOver)
  await pool.close()
  return round
}

function startRound(): (answers: number) => Round {
  const before = cpuMicroseconds()
  const startSeconds = systemClock.nowSeconds()
  return (answers) => ({
    ratePerSecond: answers / (systemClock.nowSeconds() - startSeconds),
    cpuMicroseconds: (cpuMicroseconds() - before) / answers,
  })
}

function cpuMicroseconds(): number {
  const { userCPUTime, systemCPUTime } = process.resourceUsage()
  return userCPUTime + systemCPUTime
}

const [generator, url = ''] = process.argv.slice(2)
const round = generator === 'bare' ? await bareRound(url) : await queuedRound(generator as LoadEngine, url)
process.stdout.write(`${JSON.stringify(round)}\n`)
