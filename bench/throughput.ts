// The most requests a second: autocannon by itself against the same autocannon behind the queue, in turns, against one
// server in another process. The ratios count; the rates are the machine's. On a machine that has other things to do,
// only the CPU time a request says something.
// Run after a build: node dist/bench/throughput.js [rounds]

import autocannon, { type Client } from 'autocannon'
import { systemClock } from '../core/clock.ts'
import { AutocannonPool } from '../load/connections/autocannon/pool.ts'
import { requestBytes } from '../load/connections/request-bytes.ts'
import { RequestQueue } from '../load/dispatch/request-queue.ts'
import { TimingColumns } from '../load/recording/timings.ts'
import { systemTimers } from '../load/timers.ts'
import { machine } from './machine.ts'
import { startRawServer } from './start-raw-server.ts'

const CONNECTIONS = 50
const SECONDS = 3
const rounds = Number(process.argv[2] ?? 3)

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

interface Round {
  readonly ratePerSecond: number
  readonly cpuMicroseconds: number
}

async function plainRound(url: string): Promise<Round> {
  let answers = 0
  const setupClient = (client: Client) => {
    client.on('response', () => {
      answers++
    })
  }
  const options = { url, connections: CONNECTIONS, timeout: 10, sampleInt: 200, setupClient }
  const finish = startRound()
  await autocannon({ ...options, duration: SECONDS })
  return finish(answers)
}

/** Every arrival is due at once: the queue hands each connection the next one as soon as it is free. */
async function queuedRound(url: string): Promise<Round> {
  const columns = new TimingColumns()
  const queue = new RequestQueue({
    nowSeconds: systemClock.nowSeconds,
    timeoutSeconds: 10,
    record: (timing) => columns.add(timing),
  })
  const request = {
    name: 'get',
    weight: 1,
    method: 'GET',
    path: '/',
    headers: {},
    body: null,
    expect: { statuses: [] },
  }
  const connections = new AutocannonPool({
    url: new URL(url),
    verifyTls: true,
    requests: [{ index: 0, bytes: requestBytes(new URL(url), request), isHead: false, expect: request.expect }],
    connections: CONNECTIONS,
    openTimeoutSeconds: 5,
    timers: systemTimers,
    addConnection: (connection) => queue.addConnection(connection),
    onChange: () => {},
    firstErrors: { wants: () => false, add: () => {} },
  })
  while (connections.openCount < CONNECTIONS) await systemClock.sleep(0.01)
  const finish = startRound()
  const startSeconds = systemClock.nowSeconds()
  const endSeconds = startSeconds + SECONDS
  const offer = (intendedSeconds: number) => queue.offer({ intendedSeconds, phase: 0, request: 0, user: -1 })
  queue.listen({
    ended: (_arrival, _couldConnect, nowSeconds) => {
      if (nowSeconds < endSeconds) offer(nowSeconds)
    },
    idle: () => {},
  })
  for (let i = 0; i < CONNECTIONS; i++) offer(startSeconds)
  await systemClock.sleep(SECONDS)
  const round = finish(columns.count)
  await connections.close()
  return round
}

function startRound(): (answers: number) => Round {
  const cpu = process.cpuUsage()
  const startSeconds = systemClock.nowSeconds()
  return (answers) => {
    const used = process.cpuUsage(cpu)
    return {
      ratePerSecond: answers / (systemClock.nowSeconds() - startSeconds),
      cpuMicroseconds: (used.user + used.system) / answers,
    }
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number
}

print(machine())
const server = await startRawServer()
const plain: Round[] = []
const queued: Round[] = []
for (let round = 0; round < rounds; round++) {
  plain.push(await plainRound(server.url))
  queued.push(await queuedRound(server.url))
}
server.stop()

const rate = (of: readonly Round[]) => median(of.map(({ ratePerSecond }) => ratePerSecond))
const cpu = (of: readonly Round[]) => median(of.map(({ cpuMicroseconds }) => cpuMicroseconds))
print(`median of ${rounds} rounds, ${CONNECTIONS} connections`)
print(`autocannon ${Math.round(rate(plain))}/s, ${cpu(plain).toFixed(1)} µs of CPU a request`)
print(`queued      ${Math.round(rate(queued))}/s, ${cpu(queued).toFixed(1)} µs of CPU a request`)
print(
  `ratio      ${(rate(queued) / rate(plain)).toFixed(2)} by rate, ${(cpu(plain) / cpu(queued)).toFixed(2)} by CPU time`,
)
