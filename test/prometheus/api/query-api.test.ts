// Against a fake server; the real one is queried in local-monitor.test.ts.

import { afterEach, describe, expect, it } from 'vitest'
import type { ApiClientOptions } from '../../../prometheus/api/client.ts'
import { QueryApi } from '../../../prometheus/api/query-api.ts'
import { QueryApiError } from '../../../prometheus/api/query-api-error.ts'
import { type FakeAnswer, type FakeApi, fakeApi, respond, succeed } from './fake-api.ts'

const closing: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((one) => one.close()))
})

async function open(
  answer: FakeAnswer,
  prefix = '',
  options: Partial<ApiClientOptions> = {},
): Promise<{ api: QueryApi; server: FakeApi }> {
  const server = await fakeApi(answer)
  const api = new QueryApi({ baseUrl: server.url + prefix, ...options })
  closing.push(api, server)
  return { api, server }
}

const matrix = (...series: object[]) => ({ resultType: 'matrix', result: series })

describe('query answers', () => {
  it.each([
    [
      'a vector',
      { resultType: 'vector', result: [{ metric: { job: 'a' }, value: [1700000000.123, '0.25'] }] },
      { type: 'vector', samples: [{ labels: { job: 'a' }, timestampMs: 1700000000123, value: 0.25 }] },
    ],
    ['a scalar', { resultType: 'scalar', result: [5, '1e-07'] }, { type: 'scalar', value: 1e-7 }],
    [
      'numbers that JSON has not',
      matrix({
        metric: {},
        values: [
          [1, 'NaN'],
          [2, '+Inf'],
          [3, '-Inf'],
        ],
      }),
      {
        type: 'matrix',
        series: [
          {
            labels: {},
            samples: [
              { timestampMs: 1000, value: Number.NaN },
              { timestampMs: 2000, value: Number.POSITIVE_INFINITY },
              { timestampMs: 3000, value: Number.NEGATIVE_INFINITY },
            ],
          },
        ],
      },
    ],
    [
      'a series of native histograms, which has no values',
      matrix({ metric: { job: 'a' }, histograms: [[1, {}]] }),
      { type: 'matrix', series: [{ labels: { job: 'a' }, samples: [] }] },
    ],
  ])('reads %s', async (_, data, expected) => {
    const { api } = await open((_request, response) => succeed(response, data))
    expect(await api.query('x')).toEqual(expected)
  })

  it.each([
    ['a value that is no number', { resultType: 'scalar', result: [5, 'many'] }],
    ['a value that is not quoted', { resultType: 'scalar', result: [5, 5] }],
    ['a type that queries do not have', { resultType: 'table', result: [] }],
    ['labels that are no texts', { resultType: 'vector', result: [{ metric: { job: 1 }, value: [1, '1'] }] }],
    ['nothing', null],
  ])('rejects %s', async (_, data) => {
    const { api } = await open((_request, response) => succeed(response, data))
    await expect(api.query('x')).rejects.toMatchObject({ failure: 'notPrometheus' })
  })

  it('refuses an answer above its limit by name', async () => {
    const data = matrix({ metric: {}, values: Array.from({ length: 1000 }, (_, i) => [i, '1']) })
    const { api } = await open((_request, response) => succeed(response, data), '', { maxAnswerBytes: 1024 })
    await expect(api.query('x')).rejects.toMatchObject({
      failure: 'tooLarge',
      message: 'gave an answer of more than 1 KB',
    })
  })

  it('keeps each warning once', async () => {
    const { api } = await open((_request, response) =>
      succeed(
        response,
        { resultType: 'scalar', result: [5, '1'] },
        { warnings: ['a store is down'], infos: ['x is no counter'] },
      ),
    )
    await api.query('x')
    await api.query('y')
    expect(api.warnings).toEqual(['a store is down', 'x is no counter'])
  })
})

describe('requests', () => {
  const nothing: FakeAnswer = (_request, response) => succeed(response, matrix())

  it('keep the prefix of the base URL, with or without a slash at its end', async () => {
    const { api, server } = await open(nothing, '/prometheus/')
    await api.query('up', 1700000000250)
    expect(server.requests).toMatchObject([
      { method: 'POST', path: '/prometheus/api/v1/query', parameters: { query: 'up', time: '1700000000.25' } },
    ])
  })

  it('carry the configured headers', async () => {
    const { api, server } = await open(nothing, '', { headers: { authorization: 'Bearer b', 'x-scope-orgid': 'team' } })
    await api.query('up')
    expect(server.requests[0]?.headers).toMatchObject({ authorization: 'Bearer b', 'x-scope-orgid': 'team' })
  })

  it('use GET after a POST was not allowed', async () => {
    const { api, server } = await open((request, response) =>
      request.method === 'POST' ? respond(response, 405, '', 'text/plain') : succeed(response, matrix()),
    )
    await api.query('up')
    await api.query('up')
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET'])
    expect(server.requests[1]?.parameters).toEqual({ query: 'up' })
  })

  it('for many points are split, and the parts of each series joined', async () => {
    const { api, server } = await open(({ parameters: { start, end } }, response) =>
      succeed(
        response,
        matrix({
          metric: { job: 'a' },
          values: [
            [Number(start), '1'],
            [Number(end), '2'],
          ],
        }),
      ),
    )
    const [series, ...others] = await api.queryRange('up', { fromMs: 0, toMs: 15_000_000 }, 1000)
    expect(server.requests.map(({ parameters: { start, end, step } }) => [start, end, step])).toEqual([
      ['0', '9999', '1'],
      ['10000', '15000', '1'],
    ])
    expect(series?.samples.map(({ timestampMs }) => timestampMs)).toEqual([0, 9_999_000, 10_000_000, 15_000_000])
    expect(others).toEqual([])
  })

  it('for raw samples include both ends, whether or not the server excludes the lower one', async () => {
    const values = [
      [9.999, '0'],
      [10, '1'],
      [12.5, '2'],
    ]
    const { api, server } = await open((_request, response) => succeed(response, matrix({ metric: {}, values })))
    const [series] = await api.rawSamples('up', { fromMs: 10_000, toMs: 12_500 })
    expect(server.requests[0]?.parameters).toEqual({ query: 'up[2s501ms]', time: '12.5' })
    expect(series?.samples.map(({ timestampMs }) => timestampMs)).toEqual([10_000, 12_500])
  })
})

describe('a matrix that contradicts itself', () => {
  const labels = { __name__: 'x', a: '1' }
  it.each<[string, readonly object[], string]>([
    [
      'descends',
      [
        {
          metric: labels,
          values: [
            [15, '1'],
            [0, '1'],
          ],
        },
      ],
      'expected the samples of x{a="1"} in the order of their times, got one at 1970-01-01T00:00:00.000Z after 1970-01-01T00:00:15.000Z',
    ],
    [
      'has two values at an instant',
      [
        {
          metric: labels,
          values: [
            [15, '1'],
            [15, '2'],
          ],
        },
      ],
      'expected the samples of x{a="1"} in the order of their times, got another value at 1970-01-01T00:00:15.000Z',
    ],
    [
      'has a series twice',
      [
        { metric: labels, values: [[0, '1']] },
        { metric: labels, values: [[15, '1']] },
      ],
      'expected each series once in an answer, got x{a="1"} twice',
    ],
  ])('is no answer where it %s', async (_, series, message) => {
    const { api } = await open((_request, response) => succeed(response, matrix(...series)))
    await expect(api.rawSamples('x', { fromMs: 0, toMs: 20_000 })).rejects.toThrow(
      expect.objectContaining({ failure: 'contradictory', message }),
    )
  })

  it('is read where it only repeats itself, as far as was asked', async () => {
    const values = [
      [0, '1'],
      [15, '2'],
      [15, '2'],
      [30, '3'],
    ]
    const { api } = await open((_request, response) => succeed(response, matrix({ metric: labels, values })))
    const [series] = await api.rawSamples('x', { fromMs: 0, toMs: 20_000 })
    expect(series?.samples).toEqual([
      { timestampMs: 0, value: 1 },
      { timestampMs: 15_000, value: 2 },
    ])
  })
})

describe('alerts and rules', () => {
  it('are read with labels and state', async () => {
    const alerts = [{ labels: { alertname: 'A' }, state: 'firing', value: '2e+00', activeAt: '2026-01-01T00:00:00Z' }]
    const { api } = await open((_request, response) => succeed(response, { alerts }))
    expect(await api.alerts()).toEqual([{ labels: { alertname: 'A' }, state: 'firing' }])
  })

  it('are read with query, interval and result of the last evaluation', async () => {
    const alert = {
      name: 'A',
      query: 'x > 1',
      type: 'alerting',
      duration: 30,
      lastError: 'too many',
      lastEvaluation: '2026-01-01T00:00:01.5Z',
    }
    const record = { name: 'r', query: 'x', type: 'recording', lastEvaluation: '0001-01-01T00:00:00Z' }
    const { api } = await open((_request, response) =>
      succeed(response, { groups: [{ name: 'g', interval: 15, rules: [alert, record] }] }),
    )
    expect(await api.rules()).toEqual([
      {
        group: 'g',
        index: 0,
        name: 'A',
        query: 'x > 1',
        kind: 'alerting',
        forSeconds: 30,
        groupIntervalSeconds: 15,
        lastError: 'too many',
        lastEvaluationMs: Date.UTC(2026, 0, 1, 0, 0, 1, 500),
      },
      {
        group: 'g',
        index: 1,
        name: 'r',
        query: 'x',
        kind: 'recording',
        forSeconds: 0,
        groupIntervalSeconds: 15,
        lastError: null,
        lastEvaluationMs: null,
      },
    ])
  })
})

describe('failures', () => {
  const page = '<!doctype html><title>Sign in</title>'
  it.each<[string, FakeAnswer, string, string]>([
    [
      'credentials missing',
      (_, response) => respond(response, 401, 'no'),
      'unauthorized',
      'expected credentials that it accepts, got HTTP status 401',
    ],
    [
      'credentials refused',
      (_, response) => respond(response, 403, page, 'text/html'),
      'unauthorized',
      'got HTTP status 403',
    ],
    [
      'a wrong prefix',
      (_, response) => respond(response, 404, '404 page not found', 'text/plain'),
      'notPrometheus',
      'expected the answer of a Prometheus API, got HTTP status 404',
    ],
    [
      'a page for people',
      (_, response) => respond(response, 200, page, 'text/html'),
      'notPrometheus',
      'expected the answer of a Prometheus API, got text/html',
    ],
    [
      'a redirect to a login, which is not followed',
      (_, response) => {
        response.writeHead(302, { location: '/login' }).end()
      },
      'notPrometheus',
      'got HTTP status 302',
    ],
    [
      'a query that is refused',
      (_, response) => respond(response, 400, '{"status":"error","errorType":"bad_data","error":"parse error"}'),
      'refused',
      'bad_data: parse error',
    ],
    ['JSON of something else', (_, response) => respond(response, 200, '[]'), 'notPrometheus', 'got application/json'],
    [
      'a gateway without a server behind it',
      (_, response) => respond(response, 502, page, 'text/html'),
      'notPrometheus',
      'got HTTP status 502',
    ],
    [
      'a connection that is cut',
      (_, response) => {
        response.destroy()
      },
      'unreachable',
      'the connection was closed before the answer was read',
    ],
  ])('%s', async (_, answer, failure, message) => {
    const { api } = await open(answer)
    const error = await api.query('up').then(
      () => undefined,
      (reason) => reason,
    )
    expect(error).toBeInstanceOf(QueryApiError)
    expect(error).toMatchObject({ failure, message: expect.stringContaining(message) })
  })

  it('a late answer is a timeout', async () => {
    const { api } = await open(() => {}, '', { timeoutSeconds: 0.1 })
    await expect(api.buildInfo()).rejects.toMatchObject({ failure: 'timeout', message: 'gave no answer within 100ms' })
  })

  it('a refused connection', async () => {
    const { api, server } = await open(() => {})
    await server.close()
    await expect(api.buildInfo()).rejects.toMatchObject({ failure: 'unreachable', message: 'connection refused' })
    expect(await api.isReady()).toBe(false)
  })

  it('plain text where TLS is expected', async () => {
    const server = await fakeApi(() => {})
    const api = new QueryApi({ baseUrl: server.url.replace('http:', 'https:') })
    closing.push(server, api)
    await expect(api.buildInfo()).rejects.toMatchObject({
      failure: 'unreachable',
      message: 'no TLS: the service speaks plain HTTP perhaps, write http:// then',
    })
  })
})
