// Somebody's own service that is reached by TLS with certificates of its own, over a unix domain socket.

import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { Histogram, Registry } from 'prom-client'
import { expect, it } from 'vitest'
import type { Report } from '../../core/report/report.ts'
import { authority } from '../support/certificates.ts'
import { inTemporaryFolder, runCli } from '../support/run-cli.ts'

const OURS = authority('Our CA')

async function startService(socket: string) {
  const registry = new Registry()
  const histogram = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'All.',
    buckets: [0.01, 0.025, 0.05, 0.1],
    registers: [registry],
  })
  const identity = OURS.issue('service', 'shop.test')
  const options = { ...identity, ca: OURS.ca, requestCert: true, rejectUnauthorized: true }
  const server = createServer(options, async (request, response) => {
    if (request.url === '/metrics') {
      response.setHeader('content-type', registry.contentType)
      response.end(await registry.metrics())
      return
    }
    const end = histogram.startTimer()
    setTimeout(() => {
      end()
      response.end(request.headers.host)
    }, 10)
  }).listen(socket)
  await once(server, 'listening')
  return server
}

const scenario = (caFile: string) => `name: reached
target:
  url: https://shop.test
  host: store.test
  socket: app.sock
  tls: { ca: ${caFile}, cert: client.pem, key: client.key, minVersion: 1.3 }
  metrics: { url: https://shop.test/metrics, histogram: http_request_duration_seconds }
request: { path: / }
load:
  connections: 4
  phases:
    - { name: warm-up, for: 500ms, rate: 20, measured: false }
    - { name: steady, for: 1s, rate: 40 }
`

it('is measured and scraped as any other, and the report says how it was reached', { timeout: 60_000 }, async () => {
  await inTemporaryFolder(async (cwd) => {
    const client = OURS.issue('client')
    writeFileSync(join(cwd, 'ca.pem'), OURS.ca)
    writeFileSync(join(cwd, 'client.pem'), client.cert)
    writeFileSync(join(cwd, 'client.key'), client.key)
    writeFileSync(join(cwd, 'good.yaml'), scenario('ca.pem'))
    writeFileSync(join(cwd, 'bad.yaml'), scenario('client.key'))
    const server = await startService(join(cwd, 'app.sock'))
    try {
      const bad = await runCli(['scenario', 'bad.yaml', '--out', 'bad'], { cwd })
      expect([bad.code, bad.stderr]).toEqual([
        2,
        expect.stringContaining(
          'bad.yaml:6 target.tls.ca: expected a certificate in PEM format, got a PRIVATE KEY in client.key',
        ),
      ])
      const { code } = await runCli(['scenario', 'good.yaml', '--out', 'out'], { cwd })
      expect([0, 3]).toContain(code)
      const report: Report = JSON.parse(readFileSync(join(cwd, 'out', 'report.json'), 'utf8'))
      expect(report.run.target).toMatchObject({
        socket: expect.stringMatching(/app\.sock$/),
        host: 'store.test',
        addresses: [],
        tls: { protocol: 'TLSv1.3', subject: 'service', issuer: 'Our CA', verified: true, clientCertificate: true },
      })
      const { load, populations, crossCheck } = report
      expect(load.total.completed).toBe(load.total.offered)
      expect(populations).toMatchObject({ clientAnswered: load.total.completed, serverObserved: load.total.completed })
      for (const { parts } of crossCheck) {
        const { tls = null, connect = null, queue = null } = parts.split ?? {}
        expect((tls ?? Number.NaN) + (connect ?? Number.NaN) + (queue ?? Number.NaN)).toBeCloseTo(parts.waiting ?? 0, 9)
      }
      expect(readFileSync(join(cwd, 'out', 'report.json'), 'utf8')).not.toContain('PRIVATE KEY')
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})
