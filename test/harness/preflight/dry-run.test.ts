import { describe, expect, it } from 'vitest'
import { dryRun } from '../../../harness/preflight/dry-run.ts'
import type { RunOptions } from '../../../harness/setup/run-options.ts'
import { renderDryRun } from '../../../reports/terminal/plan/render-plan.ts'
import { parseScenario } from '../../../scenario-file/parse-scenario.ts'
import { goldenFile } from '../../support/golden.ts'

const SHOP = `name: shop
target: { url: "https://shop.example:8443/api", ready: { path: /health } }
requests:
  - { name: pay, method: POST, path: /pay, headers: { Authorization: "Bearer \${TOKEN}" }, json: { card: 1, password: geheim } }
  - { path: "/search?q=1", weight: 9 }
load:
  phases:
    - { name: warm-up, for: 10s, rate: 20, measured: false }
    - { name: rush, for: 60s, rate: { from: 20, to: 60 } }
    - { name: crowd, for: 60s, users: 50, think: 2s }
abortOn: errors > 50% for 10s
`

const BUNDLED = `name: lab
load: { phases: [{ name: only, for: 2s, users: 3 }] }
`

function planned(text: string, options: RunOptions = {}) {
  const file = '/nowhere/shop.yaml'
  const scenario = parseScenario({ text, file, shownAs: 'shop.yaml', kindOfFile: () => 'missing' })
  return dryRun(scenario, { cwd: '/nowhere', environment: { TOKEN: 'a-token-of-nobody' }, ...options })
}

describe('a dry run', () => {
  it('shows the plan and the first requests, without secrets', async () => {
    const allowed = renderDryRun(await planned(SHOP, { allowHosts: ['shop.example'] }))
    expect(allowed).not.toContain('a-token-of-nobody')
    const parts = [allowed, renderDryRun(await planned(SHOP)), renderDryRun(await planned(BUNDLED))]
    await expect(parts.join('\n---\n\n')).toMatchFileSnapshot(goldenFile('preflight/dry-run.txt'))
  })

  it('shows what each generator would send, and joins no broker', async () => {
    const join = 'broker.example'
    const { plan } = await planned(SHOP, { generators: 4, join })
    expect(plan.division).toEqual({
      ...{ place: 'joined', broker: 'nats://broker.example:4222', generators: 4 },
      ...{ peakRatePerSecond: 15, users: { fewest: 12, most: 13 }, connections: { fewest: 64, most: 64 } },
    })
    const threads = await planned(SHOP, { workers: 2 })
    expect(threads.plan.division).toMatchObject({ place: 'threads', generators: 2, peakRatePerSecond: 30 })
    expect((await planned(SHOP)).plan.division).toBeNull()
  })

  it.each<[string, RunOptions, RegExp]>([
    [
      'more generators than connections',
      { generators: 4, join: 'broker.example' },
      /^generators: expected at most 3, .*can use 3 connections in all .*, got 4$/,
    ],
    [
      'a password in the address',
      { generators: 2, join: 'nats://me:geheim@broker.example' },
      /^--join: expected an address without user and password/,
    ],
    [
      'a name that no run can have',
      { generators: 2, join: 'b.example', run: 'a b' },
      /^--run: expected up to 64 letters/,
    ],
    [
      'credentials of two kinds',
      {
        ...{ generators: 2, join: 'b.example' },
        environment: { SLA_HARNESS_NATS_TOKEN: 't', SLA_HARNESS_NATS_USER: 'u', SLA_HARNESS_NATS_PASSWORD: 'p' },
      },
      /SLA_HARNESS_NATS_TOKEN/,
    ],
    [
      'a program that is not installed',
      { generators: 2, environment: { PATH: '/nowhere' } },
      /^nats-server: expected it on PATH/,
    ],
  ])('refuses %s as the run would', async (_, options, message) => {
    await expect(planned(BUNDLED, options)).rejects.toThrow(message)
  })

  it('shows a reference to what an answer brings as it is written', async () => {
    const { requests } = await planned(`name: flow
target: { url: "http://127.0.0.1:1" }
flows:
  - name: buy
    steps:
      - { name: find, path: /items, capture: { sku: { json: /sku } } }
      - { name: buy, method: POST, path: "/items/\${captured.sku}?of=\${captured.sku}", form: { sku: "\${captured.sku}" } }
load: { phases: [{ name: only, for: 2s, rate: 3 }] }
`)
    const [sample] = requests[1]?.samples ?? []
    expect(sample).toContain(`POST /items/\${captured.sku}?of=\${captured.sku} HTTP/1.1`)
    expect(sample).toContain(`\nsku=\${captured.sku}`)
  })

  it('computes what it can, and no more', async () => {
    const { plan } = await planned(SHOP, { preflight: false })
    expect(plan.phases.map(({ requests }) => requests)).toEqual([200, 2400, 1550])
    expect(plan).toMatchObject({ requests: 4150, peakRatePerSecond: 60, peakUsers: 50, tried: [], isLocal: false })
    expect(plan.bytes).toBeGreaterThan(4150 * 50)
    expect((await planned(BUNDLED)).plan).toMatchObject({ target: null, isLocal: true, requests: null, bytes: null })
  })

  it('tells a host that nobody has named, and refuses what a run refuses', async () => {
    expect((await planned(SHOP)).plan.unnamedHost).toBe('shop.example:8443')
    expect((await planned(SHOP, { allowHosts: ['*.example'] })).plan.unnamedHost).toBeNull()
    await expect(planned(SHOP, { environment: {} })).rejects.toThrow(/environment variable TOKEN to be set/)
    const environment = { TOKEN: 'a-token-of-nobody', HTTPS_PROXY: 'http://proxy:3128' }
    await expect(planned(SHOP, { environment })).rejects.toThrow(/HTTPS_PROXY/)
    const withMetrics = SHOP.replace('ready:', 'metrics: { url: "http://metrics.example/m", histogram: h }, ready:')
    const ofMetrics = { TOKEN: 'a-token-of-nobody', http_proxy: 'http://proxy:3128' }
    await expect(planned(withMetrics, { environment: ofMetrics })).rejects.toThrow(
      /^target\.metrics\.url: .*http_proxy/,
    )
    const tls = `tls: { ca: "\${HOME_OF_NOBODY}/ca.pem" }`
    const ofNobody = { TOKEN: 'a-token-of-nobody', HOME_OF_NOBODY: '/nowhere' }
    await expect(planned(SHOP.replace('ready:', `${tls}, ready:`), { environment: ofNobody })).rejects.toThrow(
      'target.tls.ca: expected a file in PEM format, got no such file',
    )
  })

  it('says over which socket the requests would go: nobody has to name a host for it', async () => {
    const { plan } = await planned(SHOP.replace('ready:', 'socket: run/app.sock, ready:'))
    expect(plan).toMatchObject({
      target: 'https://shop.example:8443/api over the socket run/app.sock',
      isLocal: true,
      unnamedHost: null,
    })
  })
})
