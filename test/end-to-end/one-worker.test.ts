// A service of one worker that closes each connection with its answer, as a gunicorn with its defaults: whoever holds a
// connection without a request has the whole service, and nobody else is answered, the metrics page included.

import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { Histogram, Registry } from 'prom-client'
import { expect, it } from 'vitest'
import type { Report } from '../../core/report/report.ts'
import { inTemporaryFolder, runCli } from '../support/run-cli.ts'

/** The least time for which a connection that carried nothing had the worker to itself. */
const HELD_MS = 500

class OneWorker {
  readonly #server = createServer((socket) => this.#accept(socket))
  readonly #registry = new Registry()
  readonly #histogram = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'All.',
    buckets: [0.01, 0.025, 0.05, 0.1],
    registers: [this.#registry],
  })
  /** Accepted by the kernel, and not by the worker yet. */
  readonly #waiting: Socket[] = []
  #isBusy = false
  requests = 0
  /** Connections that had the worker, and for so long sent it nothing. */
  heldByNothing = 0

  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return (this.#server.address() as AddressInfo).port
  }

  close(): void {
    this.#server.close()
  }

  #accept(socket: Socket): void {
    socket.on('error', () => {})
    socket.pause()
    this.#waiting.push(socket)
    void this.#work()
  }

  async #work(): Promise<void> {
    if (this.#isBusy) return
    this.#isBusy = true
    for (let socket = this.#waiting.shift(); socket; socket = this.#waiting.shift()) await this.#serve(socket)
    this.#isBusy = false
  }

  async #serve(socket: Socket): Promise<void> {
    const held = setTimeout(() => {
      this.heldByNothing++
    }, HELD_MS)
    const head = await new Promise<string>((resolve) => {
      socket.once('data', (bytes) => resolve(String(bytes)))
      socket.once('close', () => resolve(''))
      socket.resume()
    })
    clearTimeout(held)
    if (head !== '') socket.end(`HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n${await this.#answer(head)}`)
  }

  async #answer(head: string): Promise<string> {
    if (head.startsWith('GET /metrics')) return this.#registry.metrics()
    this.requests++
    const end = this.#histogram.startTimer()
    await new Promise((resolve) => setTimeout(resolve, 5))
    end()
    return 'ok'
  }
}

it('is not held by connections that carry nothing: all scrapes are answered, without a warm-up', async () => {
  const service = new OneWorker()
  const port = await service.listen()
  try {
    await inTemporaryFolder(async (cwd) => {
      writeFileSync(
        join(cwd, 'shop.yaml'),
        `name: shop
target:
  url: http://127.0.0.1:${port}
  metrics: { url: http://127.0.0.1:${port}/metrics, histogram: http_request_duration_seconds }
request: { path: / }
load:
  phases: [{ name: main, for: 3s, rate: 8 }]
sla: [errors < 1%]
`,
      )
      await runCli(['scenario', 'shop.yaml', '--out', 'out', '--quiet'], { cwd })
      const report: Report = JSON.parse(readFileSync(join(cwd, 'out', 'report.json'), 'utf8'))
      const { offered, completed } = report.load.total
      expect(completed).toBe(offered)
      // The trial before the load is one more.
      expect(service.requests).toBe(offered + 1)
      expect([report.server?.count, service.heldByNothing]).toEqual([offered, 0])
      expect(report.load.connections?.opened).toBe(offered + 1)
    })
  } finally {
    service.close()
  }
})
