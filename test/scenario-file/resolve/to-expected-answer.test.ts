import { expect, it } from 'vitest'
import { parseScenario } from '../../../scenario-file/parse-scenario.ts'

function requestOf(request: string) {
  const text = `name: a\nload: { phases: [{ name: b, for: 1s, rate: 1 }] }\nrequest: ${request}\n`
  const [template] = parseScenario({ text, file: '/a/b.yaml', shownAs: 'b.yaml', kindOfFile: () => 'file' }).requests
  return template
}

it('reads every check, in the order of the documentation', () => {
  const template = requestOf(`
  path: /orders
  redirects: 3
  expect:
    ttfb: 200ms
    bodySize: { from: 1KB, to: 2MB }
    bodyMatches: [order, '^ord-\\d+']
    bodyContains: Thank you
    pointer: { /items/0/id: 5, /total: '> 3 and <= 10', /error: absent, '': { a: 1 } }
    json: { paid: true }
    header: { content-type: /json/, X-Count: 5, X-Id: '!= 0' }
    status: [201, 2xx, 400-409]
  capture:
    token: { json: /token }
    id: { path: 'items[0].id' }
    next: { header: Location }
    sid: { cookie: sid }
    csrf: { regex: 'csrf=(\\w+)' }`)
  expect(template).toMatchObject({
    redirects: 3,
    captures: [
      { name: 'token', source: { kind: 'json', pointer: '/token' } },
      { name: 'id', source: { kind: 'path', path: 'items[0].id' } },
      { name: 'next', source: { kind: 'header', header: 'Location' } },
      { name: 'sid', source: { kind: 'cookie', cookie: 'sid' } },
      { name: 'csrf', source: { kind: 'regex', pattern: 'csrf=(\\w+)' } },
    ],
  })
  const bounds = [
    { order: '>', limit: 3 },
    { order: '<=', limit: 10 },
  ]
  expect(template?.expect).toEqual({
    statuses: [201],
    statusRanges: [
      { from: 200, to: 299 },
      { from: 400, to: 409 },
    ],
    json: { paid: true },
    checks: [
      { kind: 'header', header: 'content-type', comparison: { kind: 'matches', pattern: 'json' } },
      { kind: 'header', header: 'X-Count', comparison: { kind: 'equal', value: 5 } },
      { kind: 'header', header: 'X-Id', comparison: { kind: 'different', value: 0 } },
      { kind: 'pointer', pointer: '/items/0/id', comparison: { kind: 'equal', value: 5 } },
      { kind: 'pointer', pointer: '/total', comparison: { kind: 'within', bounds } },
      { kind: 'pointer', pointer: '/error', comparison: { kind: 'absent' } },
      { kind: 'pointer', pointer: '', comparison: { kind: 'equal', value: { a: 1 } } },
      { kind: 'bodyContains', text: 'Thank you' },
      { kind: 'bodyMatches', pattern: 'order' },
      { kind: 'bodyMatches', pattern: '^ord-\\d+' },
      { kind: 'bodySize', fromBytes: 1024, toBytes: 2 * 1024 ** 2 },
      { kind: 'ttfb', belowSeconds: 0.2 },
    ],
  })
})

it.each<[string, unknown]>([
  ['{ bodySize: 512B }', { kind: 'bodySize', fromBytes: 512, toBytes: 512 }],
  ['{ bodySize: 0 }', { kind: 'bodySize', fromBytes: 0, toBytes: 0 }],
  ['{ bodySize: { from: 1B } }', { kind: 'bodySize', fromBytes: 1, toBytes: null }],
  ['{ bodySize: { to: 1KB } }', { kind: 'bodySize', fromBytes: 0, toBytes: 1024 }],
])('reads %s', (written, check) => {
  expect(requestOf(`{ expect: ${written} }`)?.expect.checks).toEqual([check])
})

it('adds nothing to a request that asks for nothing', () => {
  expect(Object.keys(requestOf('{ path: /a }') ?? {})).toEqual([
    'name',
    'weight',
    'method',
    'path',
    'headers',
    'body',
    'expect',
  ])
})
