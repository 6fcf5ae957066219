// Four services as their owners would have written them, in their own idiom, with the requests that their users send:
// Flask under gunicorn, Fastify behind HTTPS, two Express instances behind nginx, and one on a unix domain socket.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../core/compiled-entry.ts'
import type { Report } from '../../core/report/report.ts'
import { inTemporaryFolder } from '../support/run-cli.ts'
import { runUntilFit } from '../support/run-until-fit.ts'
import { TEST_TLS } from '../support/tls.ts'
import { type RunningProgram, startProgram } from './services/start-program.ts'

const SERVICES = join(packageRoot, 'test', 'end-to-end', 'services')
type Start = (...args: Parameters<typeof startProgram>) => Promise<string>

/** A folder and the services that were started beside it: all are gone after the callback. */
async function withServices(use: (cwd: string, start: Start) => Promise<void>): Promise<void> {
  const running: RunningProgram[] = []
  try {
    await inTemporaryFolder((cwd) =>
      use(cwd, async (...args) => {
        const program = await startProgram(...args)
        running.push(program)
        return program.firstLine
      }),
    )
  } finally {
    for (const program of running.reverse()) await program.stop()
  }
}

describe.concurrent('a shop in Flask, with sessions, data and a form', () => {
  it.concurrent('is judged step by step, with values of every kind arriving as they are', {
    timeout: 90_000,
  }, async () => {
    await withServices(async (cwd, start) => {
      const port = await freePort()
      await start('gunicorn', ['--bind', `127.0.0.1:${port}`, '--threads', '8', 'flask_shop:app'], {
        cwd: SERVICES,
        ready: /Booting worker/,
      })
      writeFileSync(join(cwd, 'picture.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 13, 10, 255]))
      writeFileSync(
        join(cwd, 'customers.csv'),
        '\uFEFFemail,password\r\nada@example.org,s3cret/&=\r\n"grace o\'hara","päss ""word"""\r\nlinus,a+b\r\n',
      )
      writeFileSync(join(cwd, 'words.jsonl'), '{"word":"a/b&c=d"}\n{"word":"größe \\"XL\\"\\n2"}\n{"word":"plain"}\n')
      writeFileSync(
        join(cwd, 'shop.yaml'),
        `name: shop
target:
  url: http://127.0.0.1:${port}
  ready: { path: /healthz, within: 20s }
  metrics: { url: 'http://127.0.0.1:${port}/metrics', histogram: flask_http_request_duration_seconds }
data:
  customers: { file: customers.csv }
  words: { file: words.jsonl, order: random }
values:
  quantity: { integer: { from: 1, to: 5 } }
flows:
  - name: buy
    weight: 9
    cookies: true
    steps:
      - name: login
        method: POST
        path: /login
        form: { username: '\${customers.email}', password: '\${customers.password}' }
        match: '{path="/login"}'
        expect: { status: 200, header: { content-type: /json/ } }
      - name: search
        path: /search?q=\${words.word}
        times: 3
        think: 20ms
        match: '{path="/search"}'
        expect: { status: 2xx, pointer: { /hits/0/price: '> 1000' }, bodySize: { from: 10B, to: 1KB } }
        capture: { sku: { json: /hits/0/sku } }
      - name: add to cart
        method: POST
        path: /cart
        json: { sku: '\${captured.sku}', quantity: '\${values.quantity}' }
        match: '{path="/cart"}'
        expect: { status: 201 }
        capture: { order: { header: Location } }
      - name: order
        path: '\${captured.order}'
        match: '{path="/orders/<number>"}'
        expect: { status: 200, pointer: { /sku: exists } }
  - name: upload
    weight: 1
    steps:
      - name: picture
        method: POST
        path: /pictures
        multipart: { title: 'a "title"', picture: { file: picture.png } }
        match: '{method="POST",path="/pictures"}'
        expect: { status: 201, json: { bytes: 8, title: 'a "title"', name: picture.png } }
load:
  phases:
    - { name: warm-up, for: 1s, users: 4, think: 20ms, measured: false }
    - { name: shopping, for: 5s, users: 4, think: 20ms }
sla: [p95 < 3s, errors < 5%, p95 < 3s for search, errors < 30% for add to cart]
`,
      )
      const { cli, report } = await runUntilFit(cwd, ['shop.yaml'])
      expect([cli.code, report.verdict], cli.stderr + report.reasons.join(' ')).toEqual([0, 'pass'])
      expect([report.load.total.errors, report.load.firstErrors]).toEqual([0, []])
      expect(namesOf(report)).toEqual(['login', 'search', 'add to cart', 'order', 'picture'])
      const buy = report.load.flows?.find(({ name }) => name === 'buy')
      expect(buy?.completed).toBeGreaterThan(3)
      expectCountedAlike(report)
    })
  })
})

describe.concurrent('a bank in Fastify behind HTTPS, with tokens that expire and a histogram in milliseconds', () => {
  it.concurrent('is judged with a token that is renewed, and metrics that want another', {
    timeout: 90_000,
  }, async () => {
    await withServices(async (cwd, start) => {
      writeFileSync(join(cwd, 'key.pem'), TEST_TLS.key)
      writeFileSync(join(cwd, 'cert.pem'), TEST_TLS.cert)
      const secrets = {
        BANK_METRICS_TOKEN: 'metrics-token-4711',
        BANK_PASSWORD: 'open sesame',
        BANK_TOKEN_SECONDS: '5',
      }
      const port = await start(process.execPath, [join(SERVICES, 'fastify-bank.mjs'), 'key.pem', 'cert.pem'], {
        cwd,
        env: secrets,
      })
      writeFileSync(join(cwd, 'accounts.jsonl'), '{"iban":"DE89 3704/0044"}\n{"iban":"ÅLAND-7"}\n')
      writeFileSync(
        join(cwd, 'bank.yaml'),
        `name: bank
target:
  url: https://127.0.0.1:${port}
  tls: { ca: cert.pem, minVersion: 1.3 }
  ready: { path: /health, within: 10s }
  metrics:
    url: https://127.0.0.1:${port}/metrics
    histogram: http_request_duration_ms
    match: '{route=~"/accounts/:iban|/transfers"}'
    bearer: \${BANK_METRICS_TOKEN}
data:
  accounts: { file: accounts.jsonl }
values:
  amount: { integer: { from: 1, to: 100 } }
  reference: uuid
setup:
  steps:
    - name: log in
      method: POST
      path: /login
      json: { password: '\${BANK_PASSWORD}' }
      capture: { token: { json: /access_token }, expires_in: { json: /expires_in } }
  renew: { before: 3s, on: [401] }
requests:
  - name: balance
    weight: 2
    path: /accounts/\${accounts.iban}
    headers: { authorization: 'Bearer \${setup.token}' }
    match: '{route="/accounts/:iban"}'
    expect: { json: { currency: EUR } }
  - name: transfer
    method: POST
    path: /transfers
    headers: { authorization: 'Bearer \${setup.token}' }
    json: { from: '\${accounts.iban}', amount: '\${values.amount}', reference: '\${values.reference}' }
    match: '{route="/transfers"}'
    expect: { status: 201 }
load:
  phases:
    - { name: warm-up, for: 1s, rate: 40, measured: false }
    - { name: business, for: 6s, rate: 40 }
sla: [p95 < 3s, errors < 5%, p90 < 3s for transfer]
`,
      )
      const { cli, report, folder } = await runUntilFit(cwd, ['bank.yaml'], secrets)
      expect([cli.code, report.verdict], cli.stderr + report.reasons.join(' ')).toEqual([0, 'pass'])
      expect([report.load.total.errors, report.load.firstErrors]).toEqual([0, []])
      expect(report.server?.unit?.name).toBe('milliseconds')
      expectCountedAlike(report)
      expect(report.run.setup?.renewed).toBeGreaterThan(0)
      const left = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
      for (const secret of ['metrics-token-4711', 'open sesame'])
        expect([cli.stdout, cli.stderr, ...left].filter((text) => text.includes(secret))).toEqual([])
    })
  })
})

describe.concurrent('two instances in Express behind nginx, each with a metrics page of its own', () => {
  it.concurrent('is judged by the sum of both histograms', { timeout: 90_000 }, async () => {
    await withServices(async (cwd, start) => {
      const one = await start(process.execPath, [join(SERVICES, 'express-instance.mjs'), 'one', '4'])
      const two = await start(process.execPath, [join(SERVICES, 'express-instance.mjs'), 'two', '9'])
      const port = await freePort()
      writeFileSync(join(cwd, 'nginx.conf'), nginxConfiguration(port, [one, two]))
      await start('nginx', ['-p', cwd, '-c', 'nginx.conf', '-g', 'daemon off;'], { ready: /start worker process \d/ })
      writeFileSync(
        join(cwd, 'items.yaml'),
        `name: items
target:
  url: http://127.0.0.1:${port}
  ready: { path: /ready, within: 10s }
  metrics:
    url:
      - { url: 'http://127.0.0.1:${one}/metrics', labels: { zone: a } }
      - { url: 'http://127.0.0.1:${two}/metrics', labels: { zone: b } }
    histogram: http_server_duration_seconds
    match: '{route="/items/:id"}'
values:
  id: { integer: { from: 1, to: 100000 } }
requests:
  - { name: read, weight: 8, path: '/items/\${values.id}', expect: { header: { content-type: /json/ }, pointer: { /servedBy: /one|two/ } } }
  - { name: look, weight: 1, method: HEAD, path: '/items/\${values.id}' }
  - { name: remove, weight: 1, method: DELETE, path: '/items/\${values.id}', expect: { status: 204 } }
load:
  phases:
    - { name: warm-up, for: 1s, rate: 60, measured: false }
    - { name: business, for: 5s, rate: 60 }
sla: [p95 < 3s, errors < 3%, errors < 30% for remove, ttfb p95 < 3s for read]
`,
      )
      const { cli, report } = await runUntilFit(cwd, ['items.yaml'])
      expect([cli.code, report.verdict], cli.stderr + report.reasons.join(' ')).toEqual([0, 'pass'])
      expect([report.load.total.errors, report.load.firstErrors]).toEqual([0, []])
      expect(namesOf(report)).toEqual(['read', 'look', 'remove'])
      expect(report.populations?.mismatch ?? null).toBeNull()
      expect(report.server?.count).toBe(report.load.total.completed)
    })
  })
})

describe.concurrent('an inventory on a unix domain socket', () => {
  it.concurrent('is loaded and scraped through it', { timeout: 90_000 }, async () => {
    await withServices(async (cwd, start) => {
      await start(process.execPath, [join(SERVICES, 'socket-inventory.mjs'), join(cwd, 'inventory.sock')])
      writeFileSync(
        join(cwd, 'inventory.yaml'),
        `name: inventory
target:
  url: http://inventory.internal
  socket: inventory.sock
  metrics: { url: 'http://inventory.internal/metrics', histogram: inventory_request_seconds, match: '{operation="PUT stock"}' }
request:
  method: PUT
  path: /stock/7
  json: { count: 3 }
  expect: { json: { host: inventory.internal, bytes: 11 } }
load:
  phases:
    - { name: warm-up, for: 1s, rate: 60, measured: false }
    - { name: business, for: 5s, rate: 60 }
sla: [p95 < 3s, errors < 3%]
`,
      )
      const { cli, report } = await runUntilFit(cwd, ['inventory.yaml'])
      expect([cli.code, report.verdict], cli.stderr + report.reasons.join(' ')).toEqual([0, 'pass'])
      expect(report.server?.count).toBe(report.load.total.completed)
    })
  })
})

function nginxConfiguration(port: number, instances: readonly string[]): string {
  return `error_log stderr notice;
pid nginx.pid;
events {}
http {
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
  upstream items { ${instances.map((instance) => `server 127.0.0.1:${instance};`).join(' ')} keepalive 16; }
  server {
    listen 127.0.0.1:${port};
    location = /metrics { return 404; }
    location / { proxy_pass http://items; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}
`
}

function namesOf({ load }: Report): string[] {
  return (load.requests ?? []).map(({ name }) => name)
}

/** Every route's histogram counts what the client counts. */
function expectCountedAlike(report: Report): void {
  expect(report.routes?.length).toBeGreaterThan(1)
  for (const route of report.routes ?? [])
    expect(route.populations?.serverObserved).toBe(route.populations?.clientAnswered)
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
