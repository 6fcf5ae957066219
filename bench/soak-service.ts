// The service of bench/soak.ts: spells in which all is well, and spells of faults, drawn from a seed. It counts what
// became of each request that it read, so that the client's accounting can be held against it request for request.
// node dist/bench/soak-service.js [seed]; its parent asks it for its counts with any message.

import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { randomStream } from '../core/random.ts'

export type SoakOutcome = 'completed' | 'status' | 'reset' | 'closed' | 'protocol' | 'timeouts'

/** The first message of the service. */
export interface SoakAddresses {
  readonly port: number
  readonly metricsPort: number
}

/** The answer to any message. */
export interface SoakCounts {
  readonly received: number
  readonly outcomes: Readonly<Record<SoakOutcome, number>>
  /** By kind. */
  readonly spells: Readonly<Record<string, number>>
}

/** Of the requests of a spell, the share that ends so; the rest is completed. No listener: nobody can connect. */
const SPELLS: readonly { readonly name: string; readonly shares: Partial<Record<SoakOutcome, number>> }[] = [
  { name: 'errors', shares: { status: 0.2 } },
  { name: 'resets', shares: { reset: 0.1 } },
  { name: 'closes', shares: { closed: 0.1 } },
  { name: 'garbage', shares: { protocol: 0.05 } },
  { name: 'hangs', shares: { timeouts: 0.03 } },
  { name: 'everything', shares: { status: 0.05, reset: 0.05, closed: 0.05, protocol: 0.02, timeouts: 0.01 } },
  { name: 'outage', shares: {} },
]

const OK = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{"ok":true}'
const FAILED = 'HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops'
const HALF = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'
const GARBAGE = '220 mail.example.com ESMTP ready\r\n'

interface Connection {
  readonly socket: Socket
  isBusy: boolean
  /** To be ended as soon as it is idle. */
  isEnding: boolean
}

const random = randomStream(Number(process.argv[2] ?? 1), 'soak')
const between = (from: number, to: number) => from + (to - from) * random()
const outcomes: Record<SoakOutcome, number> = { completed: 0, status: 0, reset: 0, closed: 0, protocol: 0, timeouts: 0 }
const spells: Record<string, number> = {}
const connections = new Set<Connection>()
let received = 0
let shares: Partial<Record<SoakOutcome, number>> = {}
let areScrapesFailing = false
let server: Server = await listening(0)
const { port } = server.address() as AddressInfo

function listening(at: number): Promise<Server> {
  // The client's side may stay open when this one has ended: what it still sends is read and counted.
  const made = createServer({ noDelay: true, allowHalfOpen: true }, accept)
  return new Promise((resolve) => made.listen(at, '127.0.0.1', () => resolve(made)))
}

function accept(socket: Socket): void {
  const connection: Connection = { socket, isBusy: false, isEnding: false }
  connections.add(connection)
  socket.on('error', () => {})
  socket.on('end', () => socket.end())
  socket.on('close', () => connections.delete(connection))
  let read = ''
  socket.on('data', (chunk) => {
    read += chunk.toString('latin1')
    if (!read.includes('\r\n\r\n')) return
    read = ''
    received++
    connection.isBusy = true
    treat(connection, socket.writableEnded ? 'closed' : drawn())
  })
}

function drawn(): SoakOutcome {
  let left = random()
  for (const [outcome, share] of Object.entries(shares) as [SoakOutcome, number][]) {
    left -= share
    if (left < 0) return outcome
  }
  return 'completed'
}

function treat(connection: Connection, outcome: SoakOutcome): void {
  const { socket } = connection
  outcomes[outcome]++
  switch (outcome) {
    case 'completed':
      setTimeout(() => answer(connection, OK), between(1, 10))
      return
    case 'status':
      answer(connection, FAILED)
      return
    case 'reset':
      socket.resetAndDestroy()
      return
    case 'closed':
      if (!socket.writableEnded) socket.end(HALF)
      return
    case 'protocol':
      socket.write(GARBAGE)
      return
    case 'timeouts':
  }
}

function answer(connection: Connection, text: string): void {
  connection.isBusy = false
  if (connection.isEnding) connection.socket.end(text)
  else connection.socket.write(text)
}

function startSpell(): void {
  const spell = SPELLS[Math.floor(random() * SPELLS.length)] as (typeof SPELLS)[number]
  spells[spell.name] = (spells[spell.name] ?? 0) + 1
  shares = spell.shares
  areScrapesFailing = random() < 0.3
  if (spell.name === 'outage') stopListening()
  setTimeout(endSpell, between(1000, 4000))
}

function endSpell(): void {
  shares = {}
  areScrapesFailing = false
  setTimeout(startSpell, between(2000, 12_000))
  if (!server.listening)
    void listening(port).then((made) => {
      server = made
    })
}

/** As a service is replaced: what it has read it answers, and closes each connection then. */
function stopListening(): void {
  server.close()
  for (const connection of connections) {
    connection.isEnding = true
    if (!connection.isBusy) connection.socket.end()
  }
}

function metricsPage(): string {
  const { completed } = outcomes
  return `# TYPE soak_seconds histogram
soak_seconds_bucket{le="0.005"} ${Math.floor(completed / 2)}
soak_seconds_bucket{le="0.01"} ${completed}
soak_seconds_bucket{le="+Inf"} ${completed}
soak_seconds_sum ${completed * 0.005}
soak_seconds_count ${completed}
`
}

const metrics = createHttpServer((_, response) => {
  if (areScrapesFailing) response.writeHead(500).end()
  else response.setHeader('content-type', 'text/plain; version=0.0.4').end(metricsPage())
})
metrics.listen(0, '127.0.0.1', () => {
  const addresses: SoakAddresses = { port, metricsPort: (metrics.address() as AddressInfo).port }
  process.send?.(addresses)
})
process.on('message', () => {
  const counts: SoakCounts = { received, outcomes, spells }
  process.send?.(counts)
})
process.on('disconnect', () => process.exit())
setTimeout(startSpell, 2000)
