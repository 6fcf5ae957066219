import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { nonEphemeralPorts } from '../../../server/process/non-ephemeral-ports.ts'

it('gives different free ports below the ephemeral range', async () => {
  const ports = await nonEphemeralPorts('127.0.0.1', 5)
  expect(new Set(ports).size).toBe(5)
  const [ephemeralFrom = 0] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s+/).map(Number)
  for (const port of ports) {
    expect(port).toBeGreaterThan(1023)
    expect(port).toBeLessThan(ephemeralFrom)
    const server = createServer()
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
    server.close()
  }
})
