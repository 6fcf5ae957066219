// The most requests a second: autocannon by itself against the same autocannon behind the gate, in turns, against one
// server in another process. The ratio counts; the rates are the machine's.
// Run after a build: node dist/bench/throughput.js [rounds]

import autocannon, { type Client } from 'autocannon'
import { systemClock } from '../core/clock.ts'
import { ArrivalGate } from '../load/connections/arrival-gate.ts'
import { AutocannonConnections } from '../load/connections/autocannon-connections.ts'
import { requestBytes } from '../load/connections/request-bytes.ts'
import { TimingColumns } from '../load/recording/request-timings.ts'
import { machine } from './machine.ts'
import { startRawServer } from './start-raw-server.ts'

const CONNECTIONS = 50
const SECONDS = 3
const rounds = Number(process.argv[2] ?? 3)

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function plainRate(url: string): Promise<number> {
  let answers = 0
  const setupClient = (client: Client) => {
    client.on('response', () => {
      answers++
    })
  }
  const options = { url, connections: CONNECTIONS, timeout: 10, sampleInt: 200, setupClient }
  const startSeconds = systemClock.nowSeconds()
  await autocannon({ ...options, duration: SECONDS })
  return answers / (systemClock.nowSeconds() - startSeconds)
}

/** Every arrival is due at once: the gate hands each connection the next one as soon as it is free. */
async function gatedRate(url: string): Promise<number> {
  const columns = new TimingColumns()
  const gate = new ArrivalGate({
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
  const connections = new AutocannonConnections({
    url: new URL(url),
    verifyTls: true,
    requests: [{ bytes: requestBytes(new URL(url), request), isHead: false, expect: request.expect }],
    connections: CONNECTIONS,
    openTimeoutSeconds: 5,
    clock: systemClock,
    addConnection: (connection) => gate.addConnection(connection),
  })
  while (connections.openCount < CONNECTIONS) await systemClock.sleep(0.01)
  const startSeconds = systemClock.nowSeconds()
  const endSeconds = startSeconds + SECONDS
  const offer = (intendedSeconds: number) => gate.offer({ intendedSeconds, phase: 0, request: 0, user: -1 })
  gate.listen({
    ended: (_arrival, _couldConnect, nowSeconds) => {
      if (nowSeconds < endSeconds) offer(nowSeconds)
    },
    idle: () => {},
  })
  for (let i = 0; i < CONNECTIONS; i++) offer(startSeconds)
  await systemClock.sleep(SECONDS)
  const rate = columns.count / (systemClock.nowSeconds() - startSeconds)
  await connections.close()
  return rate
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number
}

print(machine())
const server = await startRawServer()
const plain: number[] = []
const gated: number[] = []
for (let round = 0; round < rounds; round++) {
  plain.push(await plainRate(server.url))
  gated.push(await gatedRate(server.url))
}
server.stop()
print(
  `median of ${rounds}: autocannon ${Math.round(median(plain))}/s, gated ${Math.round(median(gated))}/s, ratio ${(median(gated) / median(plain)).toFixed(2)}`,
)
