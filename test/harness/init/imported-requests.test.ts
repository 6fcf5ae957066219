import { describe, expect, it } from 'vitest'
import type { DiscoveredCounts, DiscoveredLatency } from '../../../core/discovery/discovered-latency.ts'
import { importTraffic } from '../../../draft/import/import-traffic.ts'
import type { ImportedRequest, ImportedTraffic } from '../../../draft/imported-traffic.ts'
import { afterTrying, importedRequests, triableRequests } from '../../../harness/init/imported-requests.ts'

const OPENAPI = JSON.stringify({
  openapi: '3.1.0',
  security: [{ key: [] }],
  paths: {
    '/free': { get: { security: [] } },
    '/gone': { get: { security: [] } },
    '/secret': { get: {} },
    '/write': { post: { security: [] } },
    '/each/{id}': {
      get: { security: [], parameters: [{ name: 'id', in: 'path', examples: { a: { value: 1 }, b: { value: 2 } } }] },
    },
  },
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
})

describe('the requests of what was imported', () => {
  const traffic = importTraffic(OPENAPI, 'openapi', 'api.json')
  const requests = importedRequests(traffic, null)
  const triable = triableRequests(requests, traffic)

  it('are tried where they change nothing and need nothing', () => {
    expect(triable.map(({ path }) => path)).toEqual(['/free', '/gone'])
  })

  it('are not tried where each needs the one before it', () => {
    const steps = requests.map(({ name }) => ({ request: name, thinkSeconds: 0 }))
    expect(triableRequests(requests, { ...traffic, steps })).toEqual([])
  })

  it('are left out where they were refused, and keep their order', () => {
    const [free] = triable
    if (free === undefined) throw new Error('expected a request to try')
    const seen = { ...free, evidence: { kind: 'tried', status: 200, seconds: 0.1 } as const }
    const tried = {
      requests: [seen],
      refused: [{ request: 'GET /gone', got: 'status 404' }],
      counted: [free.name],
      look: null,
    }
    const after = afterTrying(requests, triable, tried)
    expect(after.requests.map(({ path, evidence }) => [path, evidence.kind])).toEqual([
      ['/free', 'tried'],
      ['/secret', 'untried'],
      ['/write', 'untried'],
      [`/each/\${get-each-id.id}`, 'untried'],
    ])
    expect(after.counted).toEqual(after.requests.map(({ name }) => name))
  })
})

const REQUEST: ImportedRequest = {
  name: 'one',
  method: 'GET',
  path: '/',
  headers: {},
  body: null,
  weight: 1,
  statuses: [],
}

const NO_TRAFFIC: ImportedTraffic = {
  source: 'api.json',
  url: null,
  requests: [],
  steps: null,
  rates: null,
  data: [],
  secrets: [],
  omitted: [],
}

const COUNTS: DiscoveredCounts = {
  count: 1,
  ratePerSecond: null,
  averageRatePerSecond: null,
  meanSeconds: null,
  p95: null,
  buckets: [],
  serverErrorShare: null,
}

const latency: DiscoveredLatency = {
  name: 'http_request_duration_seconds',
  kind: 'classic',
  purpose: 'requests',
  unit: { name: 'seconds', from: 'name' },
  bounds: [0.1],
  labels: [],
  routeLabel: 'route',
  methodLabel: 'method',
  all: COUNTS,
  routes: [
    { method: 'GET', path: '/orders/:id', counts: COUNTS },
    { method: 'GET', path: '/orders/new', counts: COUNTS },
    { method: 'POST', path: '/orders', counts: COUNTS },
    { method: 'GET', path: '/{kind}/7', counts: COUNTS },
  ],
}

it.each<[string, string, Record<string, readonly string[]> | null]>([
  ['GET', `/orders/\${orders.id}`, { route: ['/orders/:id'], method: ['GET'] }],
  ['GET', '/orders/new', { route: ['/orders/new'], method: ['GET'] }],
  ['POST', '/orders?draft=1', { route: ['/orders'], method: ['POST'] }],
  ['GET', '/orders', null],
  ['GET', '/orders/7', null],
  ['GET', '/else', null],
])('%s %s is in the series of its route, where it is one alone', (method, path, match) => {
  expect(importedRequests({ ...NO_TRAFFIC, requests: [{ ...REQUEST, method, path }] }, latency)[0]?.match).toEqual(
    match,
  )
})
