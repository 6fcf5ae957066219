// What keeps a service from harm, through the command line: hosts that have to be named, dry runs, the kill switch.

import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { reportSchema } from '../../core/report/schema/report-schema.ts'
import { inTemporaryFolder, runCli } from '../support/run-cli.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** Answers all requests with a status. */
async function serveOn(host: string, status: number): Promise<{ port: number; seen: string[] }> {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    response.writeHead(status).end()
  })
  servers.push(server)
  server.listen(0, host)
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, seen }
}

const scenario = (url: string, more = '') => `name: shop
target: { url: "${url}" }
request: { path: /search, headers: { Authorization: "Bearer \${SHOP_TOKEN}" } }
load: { arrivals: constant, phases: [{ name: main, for: 20s, rate: 20 }] }
sla: [errors < 5%]
${more}`

const TOKEN = { SHOP_TOKEN: 'a-token-that-nobody-sees' }

/** An address of this machine that is not loopback. */
const ownAddress = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address

describe('a host that is not this machine', () => {
  it('is refused until it is named, with the line to write, and nothing is sent', async () => {
    await inTemporaryFolder(async (cwd) => {
      writeFileSync(join(cwd, 'shop.yaml'), scenario('http://192.0.2.1:8080'))
      const { code, stderr, stdout } = await runCli(['scenario', 'shop.yaml'], { cwd, env: TOKEN })
      expect(stderr).toContain('shop.yaml:2 target.url: expected this machine')
      expect(stderr).toContain('write allowHosts: ["192.0.2.1:8080"] into the scenario')
      expect([code, stdout]).toEqual([2, ''])
    })
  })

  it.skipIf(ownAddress === undefined)('is loaded once it is named, after its plan was shown', async () => {
    const { port, seen } = await serveOn('0.0.0.0', 200)
    await inTemporaryFolder(async (cwd) => {
      const text = scenario(`http://${ownAddress}:${port}`).replace('for: 20s', 'for: 1s')
      writeFileSync(join(cwd, 'shop.yaml'), text)
      expect((await runCli(['scenario', 'shop.yaml'], { cwd, env: TOKEN })).code).toBe(2)
      expect(seen).toEqual([])
      const env = { ...TOKEN, SLA_HARNESS_ALLOW_HOST: String(ownAddress) }
      const { stderr } = await runCli(['scenario', 'shop.yaml'], { cwd, env })
      expect(stderr).toMatch(/plan of shop\n {2}target .*\n {2}load {4}at most 20\/s; about 20 requests, /)
      expect(seen).toHaveLength(21)
    })
  })
})

describe('--dry-run', () => {
  it('prints plan and requests without secrets, and sends nothing', async () => {
    const { port, seen } = await serveOn('127.0.0.1', 200)
    await inTemporaryFolder(async (cwd) => {
      writeFileSync(join(cwd, 'shop.yaml'), scenario(`http://127.0.0.1:${port}`))
      const text = await runCli(['scenario', 'shop.yaml', '--dry-run'], { cwd, env: TOKEN })
      expect(text.stdout).toMatch(
        /about 400 requests.*GET \/search HTTP\/1\.1.*Bearer \$\{SHOP_TOKEN\}.*Nothing was sent\.\n$/s,
      )
      const json = await runCli(['scenario', 'shop.yaml', '--dry-run', '--json'], { cwd, env: TOKEN })
      expect(JSON.parse(json.stdout)).toMatchObject({ dryRun: true, plan: { requests: 400, peakRatePerSecond: 20 } })
      expect([text.code, json.code, text.stderr, json.stderr]).toEqual([0, 0, '', ''])
      expect(text.stdout + json.stdout).not.toContain(TOKEN.SHOP_TOKEN)
      expect(seen).toEqual([])
    })
  })
})

describe('abortOn', () => {
  it('ends a run once its rule is broken, and the report says which and what was seen', async () => {
    const { port, seen } = await serveOn('127.0.0.1', 500)
    await inTemporaryFolder(async (cwd) => {
      writeFileSync(join(cwd, 'shop.yaml'), scenario(`http://127.0.0.1:${port}`, 'abortOn: errors > 50% for 2s\n'))
      const { code, stderr } = await runCli(['scenario', 'shop.yaml', '--out', 'run'], { cwd, env: TOKEN })
      const report = reportSchema.parse(JSON.parse(readFileSync(join(cwd, 'run', 'report.json'), 'utf8')))
      expect(report.run.abortRule).toMatchObject({ rule: 'errors > 50% for 2s', least: 1, unit: 'share' })
      expect(report.run.aborted).toMatch(/^abortOn: errors > 50% for 2s: in each second from /)
      expect(report.run.preflight?.findings.map(({ kind }) => kind)).toEqual(['failing'])
      expect(report.run.durationSeconds).toBeLessThan(15)
      expect(seen.length).toBeLessThan(400)
      // 40 failures of 400 planned requests are more than 5%, whatever the rest would have brought.
      if (report.generator.fit) expect([code, report.verdict]).toEqual([1, 'fail'])
      expect(report.verdict).not.toBe('pass')
      expect(stderr).toContain('abortOn: errors > 50% for 2s')
    })
  })
})
