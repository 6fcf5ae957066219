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
    return response.json({ ok: true })
  })
  app.use((request, response, next) => {
    const nth = Number(/sid=session-(\d+)/.exec(request.headers.cookie ?? '')?.[1])
    const visit = visits[nth - 1]
    if (visit === undefined) {
      strangers++
      response.status(401).json({ error: 'who are you?' })
      return
    }
    visit.push(request.path.slice(1))
    next()
  })
  app.get('/products', (_, response) => response.json([]))
  app.post('/checkout', (_, response) => {
    response.status(++checkouts % 4 === 0 ? 500 : 201).json({})
  })
  server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, visits, strangers: () => strangers }
}

const scenario = (url: string, traffic: string, more = '') => `
name: shop
target: { url: ${url} }
requests:
  - { name: login, method: POST, path: /login, json: { password: "\${SHOP_PASSWORD}" } }
  - { name: browse, path: /products }
flows:
  - name: buy
    cookies: true
    steps:
      - { request: login }
      - { request: browse, times: 2 }
      - { name: checkout, method: POST, path: /checkout, chance: 50%, expect: { status: 201 } }
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
      for (const visit of visits) expect(visit.join(' ')).toMatch(/^login( products( products( checkout)?)?)?$/)
      expect(visits).toHaveLength(buy.offered)
      if (traffic.startsWith('rate')) expect(buy.offered).toBe(30)
      expect(buy.offered).toBe(buy.completed + buy.failed + buy.unfinished)
      expect(buy.completed).toBeGreaterThan(0)
      const failed = visits.flat().filter((step) => step === 'checkout').length >> 2
      expect(buy.failures).toEqual(
        failed === 0 ? [] : [{ step: 3, request: 'checkout', kind: 'status', count: failed }],
      )
      expect(report.load.total.errors).toBe(failed)
      expect(report.load.total.offered).toBe(visits.flat().length)
    },
  )
})
