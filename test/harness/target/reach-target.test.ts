import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { MetricsTarget, Target } from '../../../core/scenario/target.ts'
import type { LookUp } from '../../../harness/target/look-up-addresses.ts'
import { reachTarget } from '../../../harness/target/reach-target.ts'
import { authority } from '../../support/certificates.ts'

const folder = mkdtempSync(join(tmpdir(), 'reach-'))
afterAll(() => rmSync(folder, { recursive: true }))

const ours = authority('Our CA')
writeFileSync(join(folder, 'ca.pem'), ours.ca)
writeFileSync(join(folder, 'other.pem'), authority('Other CA').ca)
writeFileSync(join(folder, 's.yaml'), 'name: s\ntarget:\n  url: https://shop.test\n  tls:\n    ca: none.pem\n')

const target: Target = { url: 'https://shop.test:8443/api', verifyTls: true, metrics: null }
const metrics: MetricsTarget = { urls: ['https://shop.test:8443/metrics'], histogram: 'h', match: '', requests: [] }
const addresses: LookUp = async (name) => (name === 'shop.test' ? ['10.0.0.1', '10.0.0.2'] : ['10.0.0.9'])

const reach = (written: Partial<Target>, lookUp: LookUp = addresses, environment = {}) =>
  reachTarget(
    { ...target, ...written },
    { scenario: { file: join(folder, 's.yaml') }, cwd: folder, environment, lookUp },
  )

const vias = async (written: Partial<Target>) => (await reach(written)).target.metrics?.reached?.vias

it('needs no route where the URL says it all', async () => {
  expect(await reach({})).toEqual({ target: { ...target, metrics: null }, warnings: [] })
})

it('names the line of a file that is wrong', async () => {
  await expect(reach({ tls: { ca: 'none.pem' } })).rejects.toThrow(
    's.yaml:5 target.tls.ca: expected a file in PEM format, got no such file (none.pem)',
  )
})

it('reads sockets relative to the scenario, and refuses a path that is too long', async () => {
  expect((await reach({ socket: 'app.sock' })).route).toEqual({ socket: join(folder, 'app.sock') })
  expect((await reach({ socket: `\${RUN}/app.sock` }, addresses, { RUN: '/run/shop' })).route).toEqual({
    socket: '/run/shop/app.sock',
  })
  await expect(reach({ socket: `${'x'.repeat(120)}.sock` })).rejects.toThrow('expected a path of at most 107 bytes')
})

it('refuses the addresses of a name whose metrics are read over the socket of the target', async () => {
  await expect(reach({ socket: 'app.sock', metrics: { ...metrics, everyAddress: true } })).rejects.toThrow(
    "got those at https://shop.test:8443/metrics, which are read over the target's socket",
  )
})

describe('the addresses behind a name', () => {
  it.each([
    ['spread', ['10.0.0.1', '10.0.0.2']],
    ['pin', ['10.0.0.1']],
  ] as const)('%s', async (choice, used) => {
    const { route } = await reach({ addresses: choice })
    expect(route).toEqual({ addresses: { choice, known: ['10.0.0.1', '10.0.0.2'], used } })
  })

  it('that nobody knows end the run before it begins', async () => {
    const unknown = async () => {
      throw Object.assign(new Error(), { code: 'ENOTFOUND' })
    }
    await expect(reach({ addresses: 'spread' }, unknown)).rejects.toThrow('host name not found (ENOTFOUND)')
  })
})

describe('the TLS of the metrics', () => {
  const tlsOf = async (written: Partial<Target>) => (await reach(written)).target.metrics?.reached?.tls
  const tls = { ca: 'ca.pem', serverName: 'shop.internal' }

  it('is that of the target', async () => {
    expect(await tlsOf({ tls, metrics })).toMatchObject({ ca: ours.ca, serverName: 'shop.internal' })
  })

  it('has no name of the target at another host', async () => {
    const elsewhere = await tlsOf({ tls, metrics: { ...metrics, urls: ['https://metrics.test'] } })
    expect(elsewhere).toMatchObject({ ca: ours.ca })
    expect(elsewhere).not.toHaveProperty('serverName')
  })

  it('is its own where it has one', async () => {
    const own = await tlsOf({ tls, metrics: { ...metrics, tls: { ca: 'other.pem' } } })
    expect(own?.ca).not.toBe(ours.ca)
    expect(own).not.toHaveProperty('serverName')
  })
})

describe('the sockets of the metrics', () => {
  const two = { ...metrics, urls: ['http://shop.test/metrics', 'http://other.test/metrics'] }

  it.each<[string, Partial<Target>, unknown]>([
    ['none', { metrics }, [{}]],
    [
      'that of the target, at its host and port alone',
      { url: 'http://shop.test', socket: '/run/app.sock', metrics: two },
      [{ socket: '/run/app.sock' }, {}],
    ],
    ['their own', { metrics: { ...two, sockets: ['/run/a.sock', null] } }, [{ socket: '/run/a.sock' }, {}]],
  ])('are %s', async (_, written, expected) => {
    expect(await vias(written)).toEqual(expected)
  })
})

describe('several instances behind one name', () => {
  const scrape = {
    labels: {},
    urlLabels: [{ zone: 'a' }, {}],
    honorLabels: false,
    headers: {},
    credentials: null,
    verifyTls: null,
    limits: { bodyBytes: 1, samples: 1, labels: 1, labelNameLength: 1, labelValueLength: 1 },
  }
  const urls = ['http://shop.test:9100/metrics', 'http://other.test/metrics']

  it('are each scraped where that is asked for, with the labels of their URL', async () => {
    const { target: reached, warnings } = await reach({ metrics: { ...metrics, urls, scrape, everyAddress: true } })
    expect(reached.metrics).toMatchObject({
      urls: [urls[0], urls[0], urls[1]],
      scrape: { urlLabels: [{ zone: 'a' }, { zone: 'a' }, {}] },
      reached: { vias: [{ address: '10.0.0.1' }, { address: '10.0.0.2' }, { address: '10.0.0.9' }] },
    })
    expect(warnings).toEqual([])
  })

  it('are named where one of them is scraped', async () => {
    const { target: reached, warnings } = await reach({ metrics: { ...metrics, urls } })
    expect(reached.metrics?.urls).toEqual(urls)
    expect(warnings).toEqual([
      'the metrics of shop.test are scraped at one of its 2 addresses (10.0.0.1, 10.0.0.2): where each of them is an instance with counts of its own, write everyAddress: true under target.metrics',
    ])
  })

  it.each<[string, LookUp]>([
    ['of IPv4 and IPv6 one each', async () => ['10.0.0.1', 'fd00::1']],
    ['that cannot be looked up, which its scrape will tell', async () => Promise.reject(new Error('no'))],
  ])('are no matter of a name %s', async (_, lookUp) => {
    expect((await reach({ metrics: { ...metrics, urls } }, lookUp)).warnings).toEqual([])
  })
})

it('refuses a proxy of the environment that covers the target', async () => {
  await expect(reach({}, addresses, { HTTPS_PROXY: 'http://proxy:3128' })).rejects.toThrow('HTTPS_PROXY')
})
