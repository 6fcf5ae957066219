// A service that lets nobody in without a token, which ends: the setup fetches it, and another one before it is over.

import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import type { Report } from '../../core/report/report.ts'
import { type CliResult, inTemporaryFolder, runCli } from '../support/run-cli.ts'

const PASSWORD = 'client-password-71f5'

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

interface Tokens {
  readonly url: string
  readonly issued: readonly string[]
}

/** Gives a token for the password; each is good for so many requests. It quotes what it is sent in every refusal. */
async function openService({ goodFor = Number.POSITIVE_INFINITY, expiresIn = 3600 } = {}): Promise<Tokens> {
  const issued: string[] = []
  const used = new Map<string, number>()
  const app = express()
  app.use(express.json())
  app.post('/token', (request, response) => {
    if (request.body.password !== PASSWORD)
      return response.status(401).json({ error: `wrong: ${request.body.password}` })
    issued.push(`token-of-nobody-${issued.length}-${Math.random().toString(36).slice(2)}`)
    return response.json({ access_token: issued.at(-1), expires_in: expiresIn })
  })
  app.get('/orders', (request, response) => {
    const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
    used.set(token, (used.get(token) ?? 0) + 1)
    if (issued.includes(token) && (used.get(token) ?? 0) <= goodFor) return response.json({ orders: [] })
    return response.status(401).json({ error: `refused ${request.headers.authorization}` })
  })
  server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, issued }
}

const scenario = (url: string, renew = '') => `
name: tokens
target: { url: ${url} }
setup:
  steps:
    - name: token
      method: POST
      path: /token
      json: { password: "\${CLIENT_PASSWORD}" }
      capture: { token: { json: /access_token }, expires_in: { json: /expires_in } }
${renew}
request: { name: orders, path: /orders, headers: { Authorization: "Bearer \${setup.token}" } }
load:
  arrivals: constant
  phases: [{ name: base, for: 2s, rate: 20 }]
sla: [errors < 100%]
`

interface Ran {
  readonly cli: CliResult
  readonly report: Report | null
  /** Everything that it wrote. */
  readonly written: string
}

async function run(text: string, password = PASSWORD): Promise<Ran> {
  return inTemporaryFolder(async (cwd) => {
    writeFileSync(join(cwd, 'tokens.yaml'), text)
    const folder = join(cwd, 'run')
    const args = ['scenario', 'tokens.yaml', '--quiet', '--workers', '2', '--out', folder]
    const cli = await runCli(args, { cwd, env: { CLIENT_PASSWORD: password } })
    expect([0, 2, 3], cli.stderr).toContain(cli.code)
    const files = cli.code === 2 ? [] : readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
    const report: Report | null = cli.code === 2 ? null : JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
    return { cli, report, written: [...files, cli.stdout, cli.stderr].join('\n') }
  })
}

describe('a setup', () => {
  it('logs in once for all generators, and its token stands nowhere', { timeout: 30_000 }, async () => {
    const { url, issued } = await openService()
    const { report, written } = await run(scenario(url))
    expect(report?.load.total).toMatchObject({ offered: 40, completed: 40, errors: 0 })
    expect(report?.run.setup).toMatchObject({
      steps: ['token'],
      captured: ['token', 'expires_in'],
      renewed: 0,
      failed: [],
    })
    expect(issued).toHaveLength(1)
    expect(written).not.toContain(issued[0])
    expect(written).not.toContain(PASSWORD)
  })

  it('is done again before its token ends', { timeout: 30_000 }, async () => {
    const { url, issued } = await openService({ expiresIn: 1 })
    const { report } = await run(scenario(url))
    expect(report?.load.total).toMatchObject({ offered: 40, errors: 0 })
    expect(report?.run.setup?.renewed).toBeGreaterThan(0)
    expect(issued).toHaveLength(1 + (report?.run.setup?.renewed ?? 0))
  })

  it('is done again where its token is refused, and what was refused is an error', { timeout: 30_000 }, async () => {
    const { url, issued } = await openService({ goodFor: 15 })
    const { report, written } = await run(scenario(url, '  renew: { on: 401 }'))
    expect(report?.run.setup?.renewed).toBeGreaterThan(0)
    expect(report?.load.total.errors).toBeGreaterThan(0)
    expect(report?.load.total.unexpectedStatusCodes).toEqual({ '401': report?.load.total.errors })
    expect(report?.load.total.completed).toBeGreaterThan(15)
    for (const token of issued) expect(written).not.toContain(token)
  })

  it('that fails ends the run before it begins, with what was seen and without secrets', {
    timeout: 30_000,
  }, async () => {
    const { url } = await openService()
    const { cli, written } = await run(scenario(url), 'another-password-71f6')
    expect(cli.code).toBe(2)
    expect(cli.stderr).toMatch(
      /tokens\.yaml:6 setup\.steps\[0\]: expected the answer that token asks for, got HTTP\/1\.1 401 Unauthorized/,
    )
    expect(written).not.toContain('another-password-71f6')
  })
})
