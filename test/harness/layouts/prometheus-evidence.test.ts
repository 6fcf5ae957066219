// Against a fake API that stores a histogram, scraped every 15 s.

import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { evidenceOfPrometheus } from '../../../harness/layouts/prometheus-evidence.ts'
import type { RecordChoice } from '../../../harness/layouts/record-choice.ts'
import { parsePrometheusDuration } from '../../../prometheus/promql/prometheus-duration.ts'
import { type FakeApi, type FakeRequest, fakeApi, respond, succeed } from '../../prometheus/api/fake-api.ts'

const START = 1_700_000_000
const SCRAPES = 481
const CHOICE: RecordChoice = {
  histogram: 'rpc_duration',
  from: { atMs: START * 1e3 },
  to: { atMs: (START + 7_200) * 1e3 },
}

let server: FakeApi | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

/** Ten requests between two scrapes: six of 20 ms, four of 70 ms. */
const SERIES = [
  { name: 'rpc_duration_bucket', le: '50', step: 6 },
  { name: 'rpc_duration_bucket', le: '100', step: 10 },
  { name: 'rpc_duration_bucket', le: '+Inf', step: 10 },
  { name: 'rpc_duration_count', le: undefined, step: 10 },
  { name: 'rpc_duration_sum', le: undefined, step: 400 },
]

function labelsOf({ name, le }: (typeof SERIES)[number]) {
  return { __name__: name, route: '/a', ...(le === undefined ? {} : { le }) }
}

function answer(request: FakeRequest, response: ServerResponse): void {
  succeed(response, storedData(request))
}

function storedData({ path, parameters }: FakeRequest): unknown {
  if (path.endsWith('/label/__name__/values')) return ['rpc_duration_bucket', 'other_bucket']
  if (path.endsWith('/metadata')) return { rpc_duration: [{ type: 'histogram', help: '', unit: 'milliseconds' }] }
  if (path.endsWith('/series')) {
    const found = SERIES.filter(({ name }) => parameters['match[]'] === name)
    return found.map(labelsOf)
  }
  if (!path.endsWith('/query')) return []
  const [, selector, range] = /^(\w+)\[(\w+)\]$/.exec(parameters.query ?? '') ?? []
  const end = Number(parameters.time)
  const start = end - (parsePrometheusDuration(range ?? '') ?? 0) / 1e3
  const result = SERIES.filter(({ name }) => name === selector).map((series) => ({
    metric: labelsOf(series),
    values: Array.from({ length: SCRAPES }, (_, i) => [START + 15 * i, String(series.step * i)] as const).filter(
      ([at]) => at > start && at <= end,
    ),
  }))
  return { resultType: 'matrix', result: result.filter(({ values }) => values.length > 0) }
}

describe('evidenceOfPrometheus', () => {
  it('counts every scrape of the span once, in pieces, in the unit of the metadata', async () => {
    server = await fakeApi(answer)
    const { recorded, unit, histogram } = await evidenceOfPrometheus(server.url, CHOICE, {})
    expect([histogram, unit]).toEqual(['rpc_duration', { name: 'milliseconds', from: 'metadata' }])
    const { total, sum } = recorded
    expect(total.buckets.map(({ upperBound, cumulativeCount }) => [upperBound, cumulativeCount])).toEqual([
      [0.05, 2_880],
      [0.1, 4_800],
      [Number.POSITIVE_INFINITY, 4_800],
    ])
    expect(sum?.seconds).toBeCloseTo(480 * 0.4, 9)
  })

  it('asks for short pieces of many series', async () => {
    const many = Array.from({ length: 500 }, (_, i) => ({
      ...labelsOf({ name: 'rpc_duration_bucket', le: '50', step: 6 }),
      i,
    }))
    server = await fakeApi((request, response) =>
      request.path.endsWith('/series')
        ? succeed(
            response,
            many.map(({ i, ...labels }) => ({ ...labels, instance: String(i) })),
          )
        : answer(request, response),
    )
    const { recorded } = await evidenceOfPrometheus(server.url, CHOICE, {})
    const pieces = server.requests.filter(({ parameters }) => parameters.query?.startsWith('rpc_duration_bucket['))
    expect(pieces.length).toBeGreaterThan(2)
    expect(recorded.total.count).toBe(4_800)
  })

  it.each<[string, RecordChoice, string]>([
    [
      'a span without samples',
      { ...CHOICE, histogram: 'other' },
      'expected samples of other between 2023-11-14T22:13:20.000Z and ',
    ],
    ['a span that ends before it begins', { ...CHOICE, to: CHOICE.from }, '--from: expected an instant before --to'],
    ['a name that is not there', { ...CHOICE, histogram: 'rpc_duratoin' }, 'got none (did you mean rpc_duration?)'],
    ['no choice', { ...CHOICE, histogram: undefined }, '--histogram NAME chooses one of rpc_duration, other'],
  ])('refuses %s', async (_, choice, message) => {
    server = await fakeApi(answer)
    await expect(evidenceOfPrometheus(server.url, choice, {})).rejects.toThrow(message)
  })

  it('is refused as a whole where a piece cannot be read: a gap is no time without requests', async () => {
    server = await fakeApi((request, response) =>
      request.path.endsWith('/query')
        ? respond(response, 422, JSON.stringify({ status: 'error', errorType: 'execution', error: 'too many samples' }))
        : answer(request, response),
    )
    await expect(evidenceOfPrometheus(server.url, CHOICE, {})).rejects.toThrow(
      `${server.url}: execution: too many samples`,
    )
  })
})
