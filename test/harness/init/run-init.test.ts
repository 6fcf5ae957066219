// A service of its own in this process; what is written is checked as a user would check it.

import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
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
  from: null,
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

  it('takes the requests of a curl command, names the secret, and tries nothing that may change something', async () => {
    await withService(async (url) => {
      await inTemporaryFolder(async (cwd) => {
        const from = `curl -X POST ${url}/search -H 'Authorization: Bearer s3cr3t-t0ken' -H 'Content-Type: application/json' -d '{"q":1}'`
        const { files, draft, remarks } = await runInit({ ...OPTIONS, cwd, url: null, from })
        expect(draft.requests.map(({ method, path, evidence }) => [method, path, evidence.kind])).toEqual([
          ['POST', '/search', 'untried'],
        ])
        expect(draft.metrics?.histogram).toBe('http_request_duration_seconds')
        expect(remarks.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['secret', 'untried']))
        for (const file of files) expect(readFileSync(join(cwd, file), 'utf8')).not.toContain('s3cr3t')
        const scenario = await loadScenario('sla/shop.yaml', { cwd })
        expect(scenario.requests[0]?.headers.Authorization).toBe(`Bearer \${TOKEN}`)
      })
    })
  })

  it('takes those of a description, tries what can be tried, and writes the rows beside the scenario', async () => {
    await withService(async (url) => {
      await inTemporaryFolder(async (cwd) => {
        const ok = { responses: { 200: { description: 'ok' } } }
        const id = { name: 'id', in: 'path', required: true, schema: { enum: [7, 8] } }
        const paths = {
          '/search': { get: ok },
          '/gone': { get: ok },
          '/orders/{id}': { get: { ...ok, parameters: [id] } },
        }
        const description = { openapi: '3.1.0', info: { title: 'shop', version: '1' }, servers: [{ url }], paths }
        writeFileSync(join(cwd, 'api.json'), JSON.stringify(description))
        const { files, draft, remarks } = await runInit({ ...OPTIONS, cwd, url: null, from: 'api.json' })
        expect(draft.requests.map(({ path, evidence }) => [path.replace(/\$\{.*\}/, 'ID'), evidence.kind])).toEqual([
          ['/search', 'tried'],
          ['/orders/ID', 'untried'],
        ])
        expect(remarks.map(({ kind }) => kind)).toContain('request-refused')
        expect(files.filter((file) => file.endsWith('.csv'))).toHaveLength(1)
        const scenario = await loadScenario('sla/shop.yaml', { cwd })
        expect(scenario.data).toHaveLength(1)
      })
    })
  })

  it('looks for the file of --ca from where it was called, whatever folder is written to', async () => {
    await inTemporaryFolder(async (cwd) => {
      const attempt = runInit({ ...OPTIONS, cwd, url: 'https://127.0.0.1:9', ca: 'ca.pem' })
      await expect(attempt).rejects.toThrow('no such file (../ca.pem)')
    })
  })

  it('loads no other host because a file names it', async () => {
    await inTemporaryFolder(async (cwd) => {
      const description = {
        openapi: '3.0.3',
        info: { title: 'shop', version: '1' },
        servers: [{ url: 'https://shop.example/api' }],
        paths: { '/search': { get: { responses: { 200: { description: 'ok' } } } } },
      }
      writeFileSync(join(cwd, 'api.json'), JSON.stringify(description))
      await expect(runInit({ ...OPTIONS, cwd, url: null, from: 'api.json' })).rejects.toThrow(
        'sla-harness init https://shop.example/api --from api.json',
      )
    })
  })
})
