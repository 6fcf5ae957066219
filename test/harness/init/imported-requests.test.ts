import { describe, expect, it } from 'vitest'
import { importTraffic } from '../../../draft/import/import-traffic.ts'
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
  const requests = importedRequests(traffic)
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
