// A service of its own in this process; what is written is checked as a user would check it.

import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Histogram, Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'
import type { InitOptions } from '../../../harness/init/init-options.ts'
import { runInit } from '../../../harness/init/run-init.ts'
import { loadScenario } from '../../../scenario-file/load-scenario.ts'
import { inTemporaryFolder } from '../../support/run-cli.ts'

async function withService(use: (url: string) => Promise<void>): Promise<void> {
  const registry = new Registry()
  const histogram = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'By route.',
    labelNames: ['method', 'route'],
    buckets: [0.1, 0.3, 1, 60],
    registers: [registry],
  })
  const server: Server = createServer(async (request, response) => {
    const path = request.url?.split('?')[0]
    if (path === '/metrics') {
      response.end(await registry.metrics())
      return
    }
    histogram.observe({ method: 'GET', route: path === '/search' ? '/search' : 'unknown' }, 0.01)
    response.writeHead(path === '/search' ? 200 : 404).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const OPTIONS: Omit<InitOptions, 'cwd' | 'url'> = {
  environment: {},
  signal: new AbortController().signal,
  metrics: [],
  histogram: null,
  paths: [],
  limitSeconds: null,
  rate: null,
  seconds: null,
  name: 'shop',
  out: 'sla',
  force: false,
  ci: true,
  metricsToken: null,
  insecure: false,
  ca: null,
  socket: null,
  observeSeconds: 0.01,
  asker: null,
  note: () => {},
}

describe('init', () => {
  it('writes a scenario whose request was seen in its series, and overwrites nothing', async () => {
    await withService(async (url) => {
      await inTemporaryFolder(async (cwd) => {
        const options = { ...OPTIONS, cwd, url, paths: ['/search?q=lamp'] }
        const { files, draft } = await runInit(options)
        expect(files).toEqual([
          'sla/shop.yaml',
          'sla/shop.rules.yml',
          'sla/shop.rules.test.yml',
          '.github/workflows/shop.yml',
        ])
        expect(draft.requests[0]?.match).toEqual({ route: ['/search'], method: ['GET'] })
        const scenario = await loadScenario('sla/shop.yaml', { cwd })
        expect(scenario.alerts.map(({ alert }) => alert)).toEqual(['ShopSlow'])
        await expect(runInit(options)).rejects.toThrow(/files that are not there yet, got sla\/shop\.yaml/)
        expect(readFileSync(join(cwd, '.github/workflows/shop.yml'), 'utf8')).toContain('scenario sla/shop.yaml')
      })
    })
  })

  it('writes nothing where nothing is known that the service answers', async () => {
    await withService(async (url) => {
      await inTemporaryFolder(async (cwd) => {
        mkdirSync(join(cwd, 'sla'))
        await expect(runInit({ ...OPTIONS, cwd, url })).rejects.toThrow(
          /expected a request that is answered with a status from 200 to 299, got GET \/: status 404/,
        )
        expect(readdirSync(join(cwd, 'sla'))).toEqual([])
      })
    })
  })
})
