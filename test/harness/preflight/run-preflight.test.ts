// Every usual mistake, made against a small service: test/golden/preflight/mistakes.txt.golden has what is said of it.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { awaitService, runPreflight } from '../../../harness/preflight/run-preflight.ts'
import { openService } from '../../../harness/service-under-test.ts'
import { setUpRun } from '../../../harness/setup/run-setup.ts'
import { parseScenario } from '../../../scenario-file/parse-scenario.ts'
import { fastClock } from '../../support/fast-clock.ts'
import { goldenFile } from '../../support/golden.ts'
import {
  freePort,
  type ShopOptions,
  type SmallService,
  serve,
  serveGreeting,
  serveResets,
  serveShop,
} from './small-services.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

interface Trying {
  /** Of a request. */
  readonly timeout?: string
  readonly scheme?: 'http' | 'https'
  /** Keys of the target beside its URL; `PORT` is the service's. */
  readonly target?: string
  readonly request?: string
  readonly more?: string
}

const METRICS = 'metrics: { url: http://127.0.0.1:PORT/metrics, histogram: http_request_duration_seconds }'
const metricsWith = (more: string) => METRICS.replace(' }', `, ${more} }`)
const shopWith = (options: ShopOptions) => () => serveShop(options)
const answering = (answer: (request: IncomingMessage, response: ServerResponse) => void) => () => serve(answer)

/** Warnings, or the message of the error; with `PORT` in place of the port. */
async function said(
  service: Pick<SmallService, 'port'>,
  { scheme = 'http', target, request, more, timeout = '10s' }: Trying,
): Promise<string[]> {
  const withPort = (text: string) => text.replaceAll('PORT', String(service.port))
  const text = `name: shop
target:
  url: ${scheme}://127.0.0.1:${service.port}
  insecure: true
${target === undefined ? '' : `  ${withPort(target)}\n`}request: ${request ?? '{ path: /search }'}
load:
  timeout: ${timeout}
  phases: [{ name: only, for: 1s, rate: 1 }]
${more ?? ''}`
  const file = '/nowhere/shop.yaml'
  const scenario = parseScenario({ text, file, shownAs: 'shop.yaml', kindOfFile: () => 'missing' })
  const setup = { ...(await setUpRun(scenario, { cwd: '/nowhere', environment: {} })), clock: fastClock(20) }
  const anonymous = (sentence: string) => sentence.replaceAll(`:${service.port}`, ':PORT')
  try {
    const flight = await tried(await openService(setup), setup)
    return (flight?.warnings ?? ['nothing was tried']).map(anonymous)
  } catch (error) {
    return ['refused', ...(error as Error).message.split('\n').map(anonymous)]
  }
}

interface Mistake extends Trying {
  readonly sentence: string
  readonly service: () => Promise<SmallService>
}

const page = (text: string) => (request: IncomingMessage, response: ServerResponse) => {
  const isPage = request.url === '/metrics'
  response.setHeader('content-type', isPage ? 'text/plain; version=0.0.4' : 'application/json')
  response.end(isPage ? text : '{}')
}

const MISTAKES: readonly Mistake[] = [
  // ---- requests ----
  { sentence: 'nothing listens', service: async () => ({ port: await freePort(), close: () => {} }) },
  { sentence: 'http where TLS is spoken', service: () => serve((_, response) => response.end('{}'), true) },
  { sentence: 'https where plain HTTP is spoken', service: shopWith({}), scheme: 'https' },
  { sentence: 'a service that speaks no HTTP', service: () => serveGreeting('SSH-2.0-OpenSSH_9.2\r\n') },
  { sentence: 'a path that is not there', service: shopWith({}), request: '{ path: /serach }' },
  {
    sentence: 'a path that is not there, with the metrics at hand',
    service: shopWith({ known: ['/search', '/pay', '/metrics'] }),
    request: '{ path: "/serach?q=1" }',
    target: METRICS,
  },
  {
    sentence: 'a method that is not allowed',
    service: answering((_, response) => response.writeHead(405).end()),
    request: '{ method: PUT, path: /search, name: find }',
  },
  {
    sentence: 'a redirect',
    service: answering((_, response) => response.writeHead(301, { location: '/v2/search' }).end()),
  },
  {
    sentence: 'a redirect to the login',
    service: answering((_, response) => response.writeHead(302, { location: 'https://sso.example/login' }).end()),
  },
  { sentence: 'no credentials', service: answering((_, response) => response.writeHead(401).end()) },
  {
    sentence: 'a body that is not accepted',
    service: answering((_, response) =>
      response.writeHead(422, { 'content-type': 'application/json' }).end('{"detail":"features: field required"}'),
    ),
    request: '{ path: /search, json: { a: 1 } }',
  },
  {
    sentence: 'an HTML page',
    service: answering((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><title>Welcome</title></html>'),
    ),
    request: '{ path: /search, expect: { json: { hits: [1] } } }',
  },
  { sentence: 'a limit of rates', service: answering((_, response) => response.writeHead(429).end()) },
  {
    sentence: 'another answer than expected',
    service: answering((_, response) => response.writeHead(202).end()),
    request: '{ path: /search, expect: { status: 200 } }',
  },
  {
    sentence: 'a check that does not hold, after a redirect that is followed',
    service: answering((request, response) =>
      request.url === '/search'
        ? response.writeHead(302, { location: '/found' }).end()
        : response.setHeader('content-type', 'application/json').end('{"hits":[]}'),
    ),
    request: '{ path: /search, redirects: 1, expect: { pointer: { /hits/0: exists } } }',
  },
  { sentence: 'a service that fails', service: answering((_, response) => response.writeHead(500).end('oops')) },
  { sentence: 'a service that does not answer', service: answering(() => {}), timeout: '500ms' },
  { sentence: 'a service that resets connections', service: serveResets },
  // ---- metrics ----
  { sentence: 'metrics as they should be', service: shopWith({ known: ['/search'] }), target: METRICS },
  {
    sentence: 'a page of metrics at another path',
    service: shopWith({ page: '/actuator/prometheus', known: ['/search'] }),
    target: METRICS,
  },
  {
    sentence: 'an HTML page in place of metrics',
    service: answering((_, response) => response.end('<html><title>Grafana</title></html>')),
    target: METRICS,
  },
  {
    sentence: 'a summary',
    service: answering(
      page(
        '# TYPE http_request_duration_seconds summary\nhttp_request_duration_seconds{quantile="0.5"} 1\nhttp_request_duration_seconds_sum 1\nhttp_request_duration_seconds_count 1\n# TYPE http_server_seconds histogram\nhttp_server_seconds_bucket{le="+Inf"} 1\n',
      ),
    ),
    target: METRICS,
  },
  {
    sentence: 'a gauge',
    service: answering(page('# TYPE http_request_duration_seconds gauge\nhttp_request_duration_seconds 1\n')),
    target: METRICS,
  },
  {
    sentence: 'a counter',
    service: answering(page('# TYPE http_requests_total counter\nhttp_requests_total 1\n')),
    target: METRICS.replace('http_request_duration_seconds', 'http_requests_total'),
  },
  {
    sentence: 'a name that was mistyped',
    service: shopWith({ known: ['/search'] }),
    target: METRICS.replace('duration_seconds', 'duraton_seconds'),
  },
  {
    sentence: 'a histogram that is not printed, and another one that counts',
    service: shopWith({ histogram: 'flask_view_seconds' }),
    target: METRICS,
  },
  {
    sentence: 'a label that no series has',
    service: shopWith({ known: ['/search'] }),
    target: metricsWith(`match: '{rout="/search"}'`),
  },
  {
    sentence: 'a value that no series has',
    service: shopWith({ known: ['/search', '/pay'] }),
    target: metricsWith(`match: '{route="/serch"}'`),
  },
  {
    sentence: 'series of another route',
    service: shopWith({ known: ['/search', '/pay'] }),
    target: metricsWith(`match: '{route="/pay"}'`),
  },
  {
    sentence: 'a histogram that does not move, beside another one that does',
    service: shopWith({
      histogram: 'http_server_seconds',
      preamble: '# TYPE http_request_duration_seconds histogram\nhttp_request_duration_seconds_bucket{le="+Inf"} 7\n',
    }),
    target: METRICS,
  },
  {
    sentence: 'a histogram that does not move',
    service: answering(
      page('# TYPE http_request_duration_seconds histogram\nhttp_request_duration_seconds_bucket{le="+Inf"} 7\n'),
    ),
    target: METRICS,
  },
  { sentence: 'requests that are counted twice', service: shopWith({ factor: 2 }), target: METRICS },
  { sentence: "somebody else's traffic", service: shopWith({ othersPerSecond: 200 }), target: METRICS },
  { sentence: 'the scrapes themselves, by their label', service: shopWith({ countsPages: true }), target: METRICS },
  {
    sentence: 'the scrapes themselves, without labels',
    service: shopWith({ countsPages: true, unlabelled: true }),
    target: METRICS,
  },
  {
    sentence: 'limits that are no bounds',
    service: shopWith({ known: ['/search'] }),
    target: METRICS,
    more: 'sla: [p95 < 500ms, p95 < 300ms, under 50ms > 1%, p99 < 2s, ttfb p95 < 300ms]\n',
  },
]

/** How fast others are differs from run to run. */
const steady = (sentence: string) =>
  sentence
    .replace(/got [\d,]+ observations? in .*? of somebody/, 'got N observations in S, about R of somebody')
    .replace(/no answer in [\d.]+m?s/, 'no answer in S')
    .replace(/(somebody else's, in .*?counted )\d+(.*?counted )\d+/, '$1N$2N')

/** As a run does it. */
async function tried(service: Awaited<ReturnType<typeof openService>>, setup: Awaited<ReturnType<typeof setUpRun>>) {
  await awaitService(service, setup)
  return runPreflight(service, setup)
}

describe('the preflight', () => {
  it('says of every usual mistake what was seen, what there is, and what to write', async () => {
    const told = await Promise.all(
      MISTAKES.map(async ({ sentence, service, ...trying }) => {
        const running = await service()
        closers.push(running.close)
        const lines = await said(running, trying)
        return [sentence, ...lines.map((line) => `  ${steady(line)}`)].join('\n')
      }),
    )
    await expect(`${told.join('\n\n')}\n`).toMatchFileSnapshot(goldenFile('preflight/mistakes.txt'))
  })

  it('sends one request of each kind, and none where it is left out', async () => {
    const seen: string[] = []
    const running = await serve((request, response) => {
      seen.push(`${request.method} ${request.url}`)
      response.end()
    })
    closers.push(running.close)
    const text = `name: shop
target: { url: "http://127.0.0.1:${running.port}", ready: { path: /health } }
requests: [{ path: /a }, { path: /b, method: DELETE }]
load: { phases: [{ name: only, for: 1s, rate: 1 }] }
`
    const file = '/nowhere/shop.yaml'
    const scenario = parseScenario({ text, file, shownAs: 'shop.yaml', kindOfFile: () => 'missing' })
    for (const preflight of [true, false]) {
      const setup = await setUpRun(scenario, { cwd: '/nowhere', environment: {}, preflight })
      const flight = await tried(await openService(setup), setup)
      expect(flight?.requests.map(({ request, outcome, status }) => [request, outcome, status])).toEqual(
        preflight
          ? [
              ['GET /a', 'completed', 200],
              ['DELETE /b', 'completed', 200],
            ]
          : undefined,
      )
    }
    expect(seen).toEqual(['GET /health', 'GET /a', 'DELETE /b', 'GET /health'])
  })

  it('asks again for what another request may have made since', async () => {
    const seen: string[] = []
    const running = await serve((request, response) => {
      seen.push(`${request.method} ${request.url}`)
      const isThere = request.method === 'POST' || (request.url === '/orders/1' && seen.includes('POST /orders'))
      response.writeHead(isThere ? 200 : 404).end()
    })
    closers.push(running.close)
    const text = `name: shop
target: { url: "http://127.0.0.1:${running.port}" }
requests: [{ path: /orders/1 }, { path: /nothing }, { path: /orders, method: POST }]
load: { phases: [{ name: only, for: 1s, rate: 1 }] }
`
    const file = '/nowhere/shop.yaml'
    const scenario = parseScenario({ text, file, shownAs: 'shop.yaml', kindOfFile: () => 'missing' })
    const setup = await setUpRun(scenario, { cwd: '/nowhere', environment: {} })
    await expect(runPreflight(await openService(setup), setup)).rejects.toThrow(/GET \/nothing/)
    expect(seen).toEqual(['GET /orders/1', 'GET /nothing', 'POST /orders', 'GET /orders/1', 'GET /nothing'])
  })

  it('tries the next address where one takes no connections, and leaves one that closes later to the run', async () => {
    const running = await serve((request, response) => {
      response.end()
      if (request.url === '/a') running.close()
    })
    closers.push(running.close)
    const text = `name: shop
target: { url: "http://localhost:${running.port}" }
requests: [{ path: /a }, { path: /b }]
load: { phases: [{ name: only, for: 1s, rate: 1 }] }
`
    const file = '/nowhere/shop.yaml'
    const scenario = parseScenario({ text, file, shownAs: 'shop.yaml', kindOfFile: () => 'missing' })
    const setup = await setUpRun(scenario, { cwd: '/nowhere', environment: {} })
    const used = ['127.0.0.99', '127.0.0.1']
    const service = {
      ...(await openService(setup)),
      route: { addresses: { choice: 'spread' as const, known: used, used } },
    }
    const flight = await runPreflight(service, setup)
    expect(flight?.requests.map(({ outcome }) => outcome)).toEqual(['completed', 'connect'])
    expect(flight?.findings.map(({ severity }) => severity)).toEqual(['warning'])
  })
})
