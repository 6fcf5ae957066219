// Real loopback services, each with one thing about it that a doctor should tell.

import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import type { DoctorCheck } from '../../../core/doctor/doctor-check.ts'
import { judgeService } from '../../../harness/doctor/judge-service.ts'
import { parseScenario } from '../../../scenario-file/parse-scenario.ts'
import { authority } from '../../support/certificates.ts'
import { freePort, type SmallService, serve, serveShop } from '../preflight/small-services.ts'

const closers: (() => void)[] = []
afterAll(() => {
  for (const close of closers) close()
})

interface Asked {
  readonly url: string
  readonly target?: string
  readonly requests?: boolean
  readonly path?: string
}

async function checks({ url, target = '', requests = true, path = '/search' }: Asked): Promise<readonly DoctorCheck[]> {
  const text = `name: shop
target:
  url: ${url}
${target}
request: { path: ${path} }
load: { phases: [{ name: only, for: 1s, rate: 1 }] }
sla: [p95 < 500ms, errors < 1%]
`
  const file = '/nowhere/shop.yaml'
  const scenario = parseScenario({ text, file, shownAs: 'shop.yaml', kindOfFile: () => 'missing' })
  return judgeService(scenario, { cwd: '/nowhere', environment: {}, requests })
}

const states = (all: readonly DoctorCheck[]) => Object.fromEntries(all.map(({ id, state }) => [id, state]))

function kept<Service extends SmallService>(service: Service): Service {
  closers.push(() => service.close())
  return service
}

const metricsAt = (port: number) =>
  `  metrics: { url: http://127.0.0.1:${port}/metrics, histogram: http_request_duration_seconds }`

describe.concurrent('a target', () => {
  it('that is as it should be has nothing to be done about it', async () => {
    const { port } = kept(await serveShop())
    const all = await checks({ url: `http://127.0.0.1:${port}`, target: metricsAt(port) })
    expect(states(all)).toEqual({
      scenario: 'ok',
      'allowed-host': 'ok',
      reachable: 'ok',
      requests: 'ok',
      histogram: 'ok',
      'histogram-moving': 'ok',
      'metrics-page': 'ok',
      'scrape-duration': expect.stringMatching(/ok|warning|problem/),
      thresholds: 'ok',
      layout: 'warning',
      // Node renews the text of the header by a timer, which a busy machine makes late.
      'clock-offset': expect.stringMatching(/ok|unknown/),
    })
  })

  it('that is asked for nothing proves nothing, and its metrics are read all the same', async () => {
    const { port } = kept(await serveShop({ known: ['/search'] }))
    const all = await checks({ url: `http://127.0.0.1:${port}`, target: metricsAt(port), requests: false })
    expect(states(all)).toMatchObject({ requests: 'unknown', histogram: 'ok', 'histogram-moving': 'unknown' })
  })

  it('that others use is told by its histogram', async () => {
    const { port } = kept(await serveShop({ known: ['/search'], othersPerSecond: 50 }))
    const all = await checks({ url: `http://127.0.0.1:${port}`, target: metricsAt(port), requests: false })
    expect(states(all)['histogram-moving']).toBe('warning')
  })

  it('that is down is told by its address, and its metrics that are elsewhere are looked at', async () => {
    const { port } = kept(await serveShop({ known: ['/search'] }))
    const closed = await freePort()
    const all = await checks({ url: `http://127.0.0.1:${closed}`, target: metricsAt(port) })
    expect(states(all)).toMatchObject({ reachable: 'problem', requests: 'unknown', histogram: 'ok' })
    expect(all.find(({ id }) => id === 'reachable')?.observed).toBe(
      `no connection to 127.0.0.1:${closed}: connection refused (ECONNREFUSED)`,
    )
    expect(states(all)).not.toHaveProperty('clock-offset')
  })

  it('whose page of metrics is elsewhere is told with the line to write', async () => {
    const { port } = kept(await serveShop({ page: '/actuator/prometheus', known: ['/search'] }))
    const all = await checks({ url: `http://127.0.0.1:${port}`, target: metricsAt(port) })
    expect(all.find(({ id }) => id === 'metrics-page')).toMatchObject({
      state: 'problem',
      advice: `write url: http://127.0.0.1:${port}/actuator/prometheus`,
    })
  })

  it('whose metrics nobody has named is told with the line that names them', async () => {
    const { port } = kept(await serveShop({ known: ['/search'] }))
    const all = await checks({ url: `http://127.0.0.1:${port}` })
    const page = `http://127.0.0.1:${port}/metrics`
    expect(all.find(({ id }) => id === 'metrics-page')).toMatchObject({
      state: 'warning',
      observed: `none is named, and ${page} prints http_request_duration_seconds`,
      advice: expect.stringContaining(`write metrics: { url: ${page}, histogram: http_request_duration_seconds }`),
    })
  })

  it('whose path is wrong is told with its line', async () => {
    const { port } = kept(await serveShop())
    const all = await checks({ url: `http://127.0.0.1:${port}`, path: '/serch' })
    const requests = all.find(({ id }) => id === 'requests')
    expect(requests?.state).toBe('problem')
    expect(requests?.observed).toMatch(/^shop\.yaml requests\[0\]\.path: expected .*404/)
    expect(states(all)).not.toHaveProperty('histogram')
  })

  it('whose clock is wrong is told by how much', async () => {
    const { port } = kept(
      await serve((_, response) => {
        response.setHeader('date', new Date(Date.now() - 7_200_000).toUTCString())
        response.end('{}')
      }),
    )
    const clock = (await checks({ url: `http://127.0.0.1:${port}` })).find(({ id }) => id === 'clock-offset')
    expect(clock?.state).toBe('problem')
    expect(clock?.observed).toMatch(/^its clock is 7200s behind \(±[\d.]+m?s\)$/)
  })

  it('without a Date header has a clock that is not known', async () => {
    const { port } = kept(
      await serve((_, response) => {
        response.sendDate = false
        response.end('{}')
      }),
    )
    expect(states(await checks({ url: `http://127.0.0.1:${port}` }))['clock-offset']).toBe('unknown')
  })

  it('whose certificate is not trusted is told with the remedy', async () => {
    const server = createServer(authority('ours').issue('shop', '127.0.0.1'), (_, response) => response.end('{}'))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    closers.push(() => server.close())
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    const tls = (await checks({ url })).find(({ id }) => id === 'tls')
    expect(tls).toMatchObject({ state: 'problem', figures: { subject: 'shop', issuer: 'ours', verified: false } })
    const metrics = `  metrics: { url: ${url}/metrics, histogram: x_seconds }`
    expect(states(await checks({ url, target: metrics }))).toMatchObject({ tls: 'problem', 'metrics-page': 'problem' })
    const unverified = (await checks({ url, target: '  insecure: true' })).find(({ id }) => id === 'tls')
    expect(unverified?.state).toBe('warning')
  })

  it('that nobody has allowed to be loaded is sent nothing, and told by the line that allows it', async () => {
    const all = await checks({ url: 'http://shop.invalid:8443' })
    expect(states(all)).toMatchObject({ 'allowed-host': 'problem', reachable: 'problem', requests: 'unknown' })
    expect(all.find(({ id }) => id === 'allowed-host')?.advice).toBe(
      'write allowHosts: ["shop.invalid:8443"] into the scenario, or run with --allow-host shop.invalid:8443',
    )
  })

  it('whose variable is not set cannot be looked at', async () => {
    const all = await checks({ url: 'http://127.0.0.1:1/$' + '{NOT_SET}' })
    expect(all).toMatchObject([{ id: 'scenario', state: 'problem' }])
    expect(all[0]?.observed).toContain('NOT_SET')
  })
})

describe('the bundled server', () => {
  it('has a layout that is known beforehand', async () => {
    const text = `name: own
server: { latency: { constant: 10ms }, layout: [0.1, 0.3, 1] }
request: { path: /predict }
load: { phases: [{ name: only, for: 1s, rate: 1 }] }
sla: [p95 < 200ms]
`
    const scenario = parseScenario({
      text,
      file: '/nowhere/own.yaml',
      shownAs: 'own.yaml',
      kindOfFile: () => 'missing',
    })
    const all = await judgeService(scenario, { cwd: '/nowhere', environment: {}, requests: true })
    expect(states(all)).toEqual({ scenario: 'ok', thresholds: 'warning', layout: 'warning' })
  })
})
