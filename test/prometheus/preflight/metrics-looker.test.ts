import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../core/clock.ts'
import { MetricsLooker } from '../../../prometheus/preflight/metrics-looker.ts'

describe('a guess at pages of metrics', () => {
  it('tells a page from one that wants credentials, and both from none', async () => {
    const answers = new Map([
      ['/metrics', { status: 200, text: 'up 1\n' }],
      ['/wants', { status: 401, text: '' }],
      ['/forbids', { status: 403, text: '' }],
      ['/page', { status: 200, text: '<html></html>' }],
    ])
    const server = createServer((request, response) => {
      const { status, text } = answers.get(request.url ?? '') ?? { status: 404, text: '' }
      response.writeHead(status, { 'content-type': 'text/plain' }).end(text)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const looker = new MetricsLooker(
      { endpoints: [`${origin}/metrics`], verifyTls: true, vias: [{}], clock: systemClock },
      new AbortController().signal,
    )
    try {
      const urls = ['/none', '/wants', '/page', '/metrics', '/forbids'].map((path) => `${origin}${path}`)
      expect(await looker.guess(urls)).toEqual({
        pages: [`${origin}/metrics`],
        refusing: [`${origin}/wants`, `${origin}/forbids`],
      })
    } finally {
      await looker.close()
      server.closeAllConnections()
      server.close()
    }
  })
})
