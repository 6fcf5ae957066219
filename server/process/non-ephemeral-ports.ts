// Ports for a server that is restarted on them. The kernel gives clients ports of its ephemeral range (from 32768 on, on
// Linux): while such a port has no listener, a client that connects to it may be given that very port as its own.

import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

const FROM_PORT = 16384
const BELOW_PORT = 32768
const MOST_ATTEMPTS = 100

/** Different ports on which nothing listens and which the kernel gives to no client. */
export async function nonEphemeralPorts(host: string, count: number): Promise<number[]> {
  const ports = new Set<number>()
  for (let attempt = 0; attempt < MOST_ATTEMPTS && ports.size < count; attempt++) {
    const port = randomInt(FROM_PORT, BELOW_PORT)
    if (await isFree(host, port)) ports.add(port)
  }
  if (ports.size < count) throw new Error(`no free port between ${FROM_PORT} and ${BELOW_PORT} on ${host}`)
  return [...ports]
}

async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer()
  try {
    await once(server.listen(port, host), 'listening')
    await once(server.close(), 'close')
    return true
  } catch {
    return false
  }
}
