import { expect, it } from 'vitest'
import { histogramSelection } from '../../../prometheus/observation/histogram-selection.ts'
import { explainRoutes } from '../../../prometheus/preflight/explain-routes.ts'
import { parseExposition } from '../../../prometheus/scrape/exposition/parse-exposition.ts'

function look(counts: Readonly<Record<string, number>>) {
  const text = Object.entries(counts)
    .map(([route, count]) => `h_bucket{route="${route}",le="+Inf"} ${count}\n`)
    .join('')
  const page = parseExposition(text, 'text/plain')
  return {
    atSeconds: 0,
    pages: [{ url: 'http://h:1/metrics', page, labels: page.samples.map(({ labels }) => labels) }],
  }
}

const route = (request: string, value: string, index: number) => ({
  request,
  at: ['requests', index, 'match'],
  selection: histogramSelection('h', `{route="${value}"}`),
})

function explained(
  routes: ReturnType<typeof route>[],
  after: Readonly<Record<string, number>>,
  { later = after, answered = routes.length }: { later?: Readonly<Record<string, number>>; answered?: number } = {},
) {
  const before = Object.fromEntries(Object.keys(after).map((name) => [name, 0]))
  return explainRoutes(routes, { before: look(before), after: look(after), later: look(later), answered })
}

function found(...given: Parameters<typeof explained>) {
  return explained(...given).map(({ at, write, candidates }) => ({
    at,
    write,
    candidates,
  }))
}

it('says nothing where each request was counted by its series', () => {
  expect(found([route('pay', '/pay', 0), route('find', '/find', 1)], { '/pay': 1, '/find': 1 })).toEqual([])
})

it('names the series that no other request lays claim to', () => {
  expect(found([route('pay', '/pya', 0), route('find', '/find', 1)], { '/pay': 1, '/find': 1 })).toEqual([
    { at: ['requests', 0, 'match'], write: `match: '{route="/pay"}'`, candidates: ['{route="/pay"} (counted 1)'] },
  ])
})

it('says nothing where nothing tells which series it was', () => {
  expect(found([route('pay', '/pya', 0)], { '/pay': 0 })).toEqual([])
  expect(found([route('pay', '/pya', 0), route('find', '/find', 1)], { '/find': 2 })).toEqual([])
})

it('proves nothing where somebody else or another instance may have counted', () => {
  const two = [route('pay', '/pay', 0), route('find', '/find', 1)]
  const severities = (...given: Parameters<typeof explained>) => explained(...given).map(({ severity }) => severity)
  expect(severities(two, { '/find': 1, '/health': 1 })).toEqual(['error'])
  expect(severities(two, { '/find': 1, '/health': 1 }, { later: { '/find': 1, '/health': 2 } })).toEqual(['warning'])
  expect(severities(two, { '/find': 1, '/health': 1 }, { answered: 3 })).toEqual(['warning'])
})
