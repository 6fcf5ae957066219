// Users of somebody's service: they log in, look around and check out, with a cookie and a token of their own.

import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import type { Report } from '../../core/report/report.ts'
import { inTemporaryFolder, runCli } from '../support/run-cli.ts'

/** What one user has asked for, in order. */
type Visit = string[]

interface Shop {
  readonly url: string
  readonly visits: readonly Visit[]
  readonly strangers: () => number
}

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** A shop as its owners would write it. Whoever is not known is a stranger; every fourth checkout fails. */
async function openShop(): Promise<Shop> {
  const visits: Visit[] = []
  let strangers = 0
  let checkouts = 0
  const app = express()
  app.use(express.json())
  app.post('/login', (request, response) => {
    if (request.body.password !== 'open-sesame') return response.status(401).json({ error: 'wrong password' })
    visits.push(['login'])
    response.cookie('sid', `session-${visits.length}`, { httpOnly: true, path: '/' })
    return response.json({ token: `token-of-${visits.length}` })
  })
  app.use((request, response, next) => {
    const nth = Number(/sid=session-(\d+)/.exec(request.headers.cookie ?? '')?.[1])
    const visit = visits[nth - 1]
    if (visit === undefined || request.headers.authorization !== `Bearer token-of-${nth}`) {
      strangers++
      response.status(401).json({ error: 'who are you?' })
      return
    }
    visit.push(request.path.slice(1))
    next()
  })
  app.get('/products', (_, response) => response.json([]))
  app.post('/checkout', (request, response) => {
    // What it quotes of the request stands in no report.
    response
      .status(++checkouts % 4 === 0 ? 500 : 201)
      .json({ of: request.headers.authorization, by: request.headers.cookie })
  })
  server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, visits, strangers: () => strangers }
}

const scenario = (url: string, traffic: string, more = '') => `
name: shop
target: { url: ${url} }
requests:
  - { name: login, method: POST, path: /login, json: { password: "\${SHOP_PASSWORD}" }, capture: { token: { json: /token } } }
  - { name: browse, path: /products, headers: { authorization: "Bearer \${captured.token}" } }
flows:
  - name: buy
    cookies: true
    steps:
      - { request: login }
      - { request: browse, times: 2 }
      - { name: checkout, method: POST, path: /checkout, chance: 50%, expect: { status: 201 }, headers: { authorization: "Bearer \${captured.token}" } }
load:
  arrivals: constant
  phases:
    - { name: base, for: 2s, ${traffic} }
sla: [errors < 100%]
${more}`

async function run(cwd: string, text: string, ...flags: string[]): Promise<Report> {
  writeFileSync(join(cwd, 'shop.yaml'), text)
  const folder = join(cwd, `run-${Math.random()}`)
  const cli = await runCli(['scenario', 'shop.yaml', '--quiet', '--out', folder, ...flags], {
    cwd,
    env: { SHOP_PASSWORD: 'open-sesame' },
  })
  const path = join(folder, 'report.json')
  expect(cli.leftBehind).toEqual([])
  return JSON.parse(readFileSync(path, 'utf8'))
}

describe('flows', () => {
  it.each([
    ['arrive at a rate', 'rate: 15', []],
    ['arrive at a rate, sent by two generators', 'rate: 15', ['--workers', '2']],
    ['are gone through by users', 'users: 3, think: 20ms', []],
  ])(
    '%s, each user with a cookie of its own and its steps in order',
    { timeout: 60_000 },
    async (_, traffic, flags) => {
      const { url, visits, strangers } = await openShop()
      const report = await inTemporaryFolder((cwd) => run(cwd, scenario(url, traffic), ...flags))
      const [buy] = report.load.flows ?? []
      if (!buy) throw new Error('expected a flow')
      // Users of a closed phase keep their cookie, so that a login begins a visit of its own all the same.
      expect(strangers()).toBe(0)
      // One request of each kind was tried before the load, by one user who is in no figure.
      const [tried = [], ...counted] = visits
      expect(tried).toEqual(['login', 'products', 'checkout'])
      for (const visit of counted) expect(visit.join(' ')).toMatch(/^login( products( products( checkout)?)?)?$/)
      expect(counted).toHaveLength(buy.offered)
      if (traffic.startsWith('rate')) expect(buy.offered).toBe(30)
      expect(buy.offered).toBe(buy.completed + buy.failed + buy.unfinished)
      expect(buy.completed).toBeGreaterThan(0)
      const failed = visits.flat().filter((step) => step === 'checkout').length >> 2
      expect(buy.failures).toEqual(
        failed === 0 ? [] : [{ step: 3, request: 'checkout', kind: 'status', count: failed }],
      )
      expect(report.load.total.errors).toBe(failed)
      expect(report.load.total.offered).toBe(counted.flat().length)
      expect(JSON.stringify(report)).not.toContain('token-of-')
      expect(JSON.stringify(report)).not.toContain('session-')
    },
  )
})
