// Somebody's own service: another process's histogram, with labels, other bounds and other routes beside it.

import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Histogram, Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../core/report/report.ts'
import { inTemporaryFolder } from '../support/run-cli.ts'
import { runUntilFit } from '../support/run-until-fit.ts'

const TOKEN = 'a-secret-that-no-report-shows'

/** Answers /search after 30 ms and /other at once, to those who bring the token; its metrics page has both routes. */
async function startForeignService(): Promise<{ server: Server; url: string; refused: () => number }> {
  const registry = new Registry()
  const histogram = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'By route.',
    labelNames: ['route'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25],
    registers: [registry],
  })
  let refused = 0
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').split('?')[0] as string
    if (path === '/metrics') {
      response.setHeader('content-type', registry.contentType)
      response.end(await registry.metrics())
      return
    }
    if (request.headers.authorization !== `Bearer ${TOKEN}`) {
      refused += 1
      response.writeHead(401).end()
      return
    }
    const end = histogram.startTimer({ route: path })
    setTimeout(
      () => {
        end()
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ hits: [1, 2, 3], took: { ms: 30 } }))
      },
      path === '/search' ? 30 : 0,
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { server, url: `http://127.0.0.1:${port}`, refused: () => refused }
}

const scenario = (url: string) => `
name: foreign
target:
  url: ${url}
  metrics:
    url: ${url}/metrics
    histogram: http_request_duration_seconds
    match: '{route="/search"}'
    requests: [search]
requests:
  - { name: search, weight: 3, path: '/search?q=x', match: '{route=~"/search"}', headers: { authorization: 'Bearer \${FOREIGN_TOKEN}' }, expect: { status: 200, json: { took: { ms: 30 } } } }
  - { name: other, path: /other, headers: { authorization: 'Bearer \${FOREIGN_TOKEN}' } }
load:
  phases:
    - { name: warm-up, for: 1s, rate: 50, measured: false }
    - { name: main, for: 6s, rate: 50 }
sla: [p95 < 500ms, errors < 3%, p95 < 500ms for search, errors < 10% for other]
`

describe("the user's own service", () => {
  it('is judged like the bundled server, by the histogram that name and matchers select', {
    timeout: 60_000,
  }, async () => {
    const { server, url, refused } = await startForeignService()
    process.env.FOREIGN_TOKEN = TOKEN
    await inTemporaryFolder(async (cwd) => {
      writeFileSync(join(cwd, 'foreign.yaml'), scenario(url))
      const { cli, report, folder } = await runUntilFit(cwd, ['foreign.yaml'])
      expect([report.verdict, report.reasons]).toEqual(['pass', report.reasons])
      expect(cli.code).toBe(0)
      expect(refused()).toBe(0)
      expect(report.server?.exact).toBeNull()
      expectNarrowedToSearch(report)
      expectJudgedByRequest(report)
      for (const file of ['report.json', 'report.md', 'junit.xml', 'scrapes.om'])
        expect(readFileSync(join(folder, file), 'utf8')).not.toContain(TOKEN)
      expect(cli.stdout + cli.stderr).not.toContain(TOKEN)
    })
    server.close()
  })
})

/** The histogram's part of a request is here all that is scraped, and must say the same. */
function expectJudgedByRequest({ sla, routes, server, crossCheck, load }: Report): void {
  const [, , search, other] = sla
  expect([search?.request, search?.finding, search?.estimateFinding]).toEqual(['search', 'pass', 'pass'])
  expect([other?.request, other?.finding, other?.estimateFinding]).toEqual(['other', 'pass', null])
  expect(routes).toMatchObject([{ requests: ['search'], populations: { serverObserved: server?.count } }])
  expect(routes?.[0]?.crossCheck.map(({ estimate }) => estimate)).toEqual(crossCheck.map(({ estimate }) => estimate))
  const requests = load.requests ?? []
  expect(requests.map(({ name }) => name)).toEqual(['search', 'other'])
  expect(requests.reduce((sum, { offered }) => sum + offered, 0)).toBe(load.total.offered)
}

function expectNarrowedToSearch({ server, populations, crossCheck, load }: Report): void {
  expect(server?.metric).toBe('http_request_duration_seconds')
  expect(populations?.clientAnswered).toBe(server?.count)
  expect(server?.count).toBeLessThan(load.total.completed)
  expect(server?.count).toBeGreaterThan(load.total.completed / 2)
  const median = crossCheck.find(({ quantile }) => quantile === 0.5)
  expect(median?.bucket).toEqual({ lower: 0.025, upper: 0.05 })
  expect(median?.parts.interpolation).toBeNull()
  const sum = (median?.parts.interpolationAndVantage ?? 0) + (median?.parts.waiting ?? 0)
  expect(sum).toBeCloseTo(median?.error ?? Number.NaN, 9)
}
