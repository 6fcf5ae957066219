// A Prometheus that limits samples, is slow, fails now and then, or loses a part for good: what can be read is read, and
// what cannot is a gap that is named, never a silence.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Backtest, EvaluatedAlert } from '../../../../core/backtest/backtest.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import type { BacktestProgress } from '../../../../prometheus/backtest/backtest-request.ts'
import { runBacktest } from '../../../../prometheus/backtest/run-backtest.ts'
import { type HeldSeries, serveSamples } from '../serve-samples.ts'

const START_MS = 1_700_000_000_000 - (1_700_000_000_000 % 60_000)
const MINUTES = 6 * 60
const END_MS = START_MS + MINUTES * 60_000
const RULES = `groups:
  - name: queue
    rules:
      - alert: Long
        expr: max_over_time(queue_length[2m]) > 10
        for: 5m
`

interface Asked {
  readonly query: string
  readonly fromMs: number
  readonly toMs: number
}

/** An answer: an HTTP status and a body, or null to hang up. */
type Answer = { readonly status: number; readonly body: object } | null

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** A queue that was long from minute 120 to 150, sampled every 15 s. @param answer undefined: as Prometheus would */
async function serve(answer: (asked: Asked, times: number) => Answer | undefined): Promise<string> {
  const times = new Map<string, number>()
  const listening = createServer((request, response) => {
    let body = ''
    request.on('data', (bytes) => {
      body += bytes
    })
    request.on('end', () => {
      const asked = askedBy(body)
      const key = JSON.stringify(asked)
      times.set(key, (times.get(key) ?? 0) + 1)
      const given = asked ? answer(asked, times.get(key) as number) : { status: 404, body: {} }
      if (given === null) {
        request.socket.destroy()
        return
      }
      const { status, body: sent } = given ?? { status: 200, body: matrix(asked as Asked) }
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(sent))
    })
  })
  server = listening
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`
}

function askedBy(body: string): Asked | undefined {
  const parameters = new URLSearchParams(body)
  const query = /^(.*)\[(.*)\]$/.exec(parameters.get('query') ?? '')
  if (!query) return undefined
  const toMs = Number(parameters.get('time')) * 1e3
  return { query: query[1] as string, toMs, fromMs: toMs - durationMs(query[2] as string) + 1 }
}

function durationMs(text: string): number {
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 }
  return [...text.matchAll(/(\d+)(ms|[smhdw])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit as string] as number),
    0,
  )
}

function matrix({ fromMs, toMs }: Asked): object {
  const values: [number, string][] = []
  for (let atMs = Math.ceil(Math.max(fromMs, START_MS - 3_600_000) / 15_000) * 15_000; atMs <= toMs; atMs += 15_000) {
    const minute = (atMs - START_MS) / 60_000
    values.push([atMs / 1e3, minute >= 120 && minute < 150 ? '42' : '3'])
  }
  const result = values.length === 0 ? [] : [{ metric: { __name__: 'queue_length' }, values }]
  return { status: 'success', data: { resultType: 'matrix', result } }
}

function ofQueue(...values: readonly (readonly [seconds: number, value: string])[]): object {
  const result = [{ metric: { __name__: 'queue_length' }, values }]
  return { status: 'success', data: { resultType: 'matrix', result } }
}

async function backtested(
  baseUrl: string,
  onProgress?: (progress: BacktestProgress) => void,
  signal?: AbortSignal,
): Promise<Backtest> {
  return runBacktest(
    {
      source: { kind: 'prometheus', access: { baseUrl, headers: {} } },
      fromMs: START_MS,
      toMs: END_MS,
      variants: [{ name: 'as written', ruleFile: parseRuleFile(RULES, 'rules.yml') }],
      evaluationSeconds: 60,
      offset: 0,
      dialect: null,
    },
    { ...(onProgress && { onProgress }), ...(signal && { signal }), backoffMs: [1, 1, 1] },
  )
}

function alertOf({ variants }: Backtest): EvaluatedAlert {
  const alert = variants[0]?.alerts[0]
  if (alert?.outcome !== 'evaluated') throw new Error(`expected an evaluated alert, got ${JSON.stringify(alert)}`)
  return alert
}

const minuteOf = (ms: number) => (ms - START_MS) / 60_000
const episodesOf = (backtest: Backtest) =>
  alertOf(backtest).histories.drawn.map(({ startMs, endMs }) => [
    minuteOf(startMs),
    endMs === null ? null : minuteOf(endMs),
  ])

const WHOLE = [[125, 152]]
const refused = (error: string, status = 422): Answer => ({
  status,
  body: { status: 'error', errorType: 'execution', error },
})

describe('reading the record of a Prometheus', () => {
  it('gives every episode where all is well, and says how far it is', async () => {
    const shares: number[] = []
    const backtest = await backtested(await serve(() => undefined), ({ share }) => shares.push(share))
    expect(episodesOf(backtest)).toEqual(WHOLE)
    expect(backtest.gaps).toEqual([])
    expect(alertOf(backtest).evaluations).toBe(MINUTES + 1)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
  })

  it('asks for less at a time where a query would load too many samples', async () => {
    const limit = ({ fromMs, toMs }: Asked) =>
      toMs - fromMs > 400_000
        ? refused('query processing would load too many samples into memory in query execution')
        : undefined
    const backtest = await backtested(await serve(limit))
    expect(episodesOf(backtest)).toEqual(WHOLE)
    expect(backtest.gaps).toEqual([])
  })

  it.each<[string, Answer]>([
    ['a gateway that fails', { status: 502, body: {} }],
    ['a broken connection', null],
    ['a storage that fails', refused('storage: internal error', 500)],
  ])('asks again after %s', async (_, failure) => {
    const retried: string[] = []
    const url = await serve((_asked, times) => (times < 3 ? failure : undefined))
    const backtest = await backtested(url, ({ retrying }) => retrying !== null && retried.push(retrying))
    expect(episodesOf(backtest)).toEqual(WHOLE)
    expect(backtest.gaps).toEqual([])
    expect(retried.length).toBeGreaterThan(0)
  })

  it('names a part that is lost for good, and does not take it for silence', async () => {
    const lost = ({ fromMs, toMs }: Asked) =>
      fromMs < START_MS + 140 * 60_000 && toMs >= START_MS + 130 * 60_000
        ? refused('block is corrupted', 500)
        : undefined
    const backtest = await backtested(await serve(lost))
    const [gap, ...others] = backtest.gaps
    expect(others).toEqual([])
    expect(gap).toMatchObject({ selector: 'queue_length', reason: expect.stringContaining('block is corrupted') })
    const { notKnown, evaluations, histories } = alertOf(backtest)
    expect(notKnown).toHaveLength(1)
    const [span] = notKnown
    // Until the range is past the gap, and the time of `for` after that.
    expect(span?.fromMs).toBeLessThanOrEqual(START_MS + 130 * 60_000)
    expect(minuteOf(span?.toMs ?? 0)).toBe(Math.floor(minuteOf(gap?.toMs ?? 0) + 2 + 5))
    expect(evaluations).toBe(MINUTES + 1 - (minuteOf(span?.toMs ?? 0) - minuteOf(span?.fromMs ?? 0) + 1))
    for (const { startMs, endMs } of histories.could) {
      const isOutside = (atMs: number) => atMs < (span?.fromMs ?? 0) || atMs > (span?.toMs ?? 0)
      expect(isOutside(startMs)).toBe(true)
      if (endMs !== null) expect(isOutside(endMs)).toBe(true)
    }
  })

  it('ends with one gap where nobody answers any more', async () => {
    let asked = 0
    const url = await serve(({ fromMs }) => {
      asked++
      return fromMs > START_MS + 60 * 60_000 ? null : undefined
    })
    const backtest = await backtested(url)
    expect(backtest.gaps).toHaveLength(1)
    expect(backtest.gaps[0]?.toMs).toBe(END_MS)
    expect(asked).toBeLessThan(40)
    expect(alertOf(backtest).notKnown.at(-1)?.toMs).toBe(END_MS)
  })

  it.each<[string, object]>([
    ['in part', { ...matrix({ query: '', fromMs: START_MS, toMs: END_MS }), warnings: ['a store did not answer'] }],
    ['that is no matrix', { status: 'success', data: { resultType: 'vector', result: [] } }],
    ['whose labels are none', { status: 'success', data: { resultType: 'matrix', result: [{ metric: 1 }] } }],
    [
      'whose samples are none',
      {
        status: 'success',
        data: { resultType: 'matrix', result: [{ metric: { __name__: 'queue_length' }, values: [[1, 2]] }] },
      },
    ],
    ['whose samples descend', ofQueue([START_MS / 1e3 + 60, '1'], [START_MS / 1e3, '1'])],
    ['with two values at one instant', ofQueue([START_MS / 1e3, '1'], [START_MS / 1e3, '2'])],
    [
      'that has a series twice',
      {
        status: 'success',
        data: {
          resultType: 'matrix',
          result: [1, 2].map(() => ({ metric: { __name__: 'queue_length' }, values: [] })),
        },
      },
    ],
  ])('takes an answer %s for a gap, and goes on', async (_, body) => {
    const lost = ({ fromMs, toMs }: Asked) => fromMs < START_MS + 140 * 60_000 && toMs >= START_MS + 130 * 60_000
    const backtest = await backtested(await serve((asked) => (lost(asked) ? { status: 200, body } : undefined)))
    expect(backtest.gaps).toMatchObject([{ selector: 'queue_length', reason: expect.stringContaining('expected ') }])
    const { notKnown, evaluations } = alertOf(backtest)
    expect(notKnown).toHaveLength(1)
    expect(notKnown[0]?.fromMs).toBeLessThanOrEqual(START_MS + 130 * 60_000)
    expect(evaluations).toBeGreaterThan(0)
  })

  it('keeps what comes after a sample that was not asked for, and has a time to come', async () => {
    const url = await serve((asked) => {
      const { data } = matrix(asked) as { data: { result: { values: [number, string][] }[] } }
      for (const { values } of data.result) values.push([(END_MS + 86_400_000) / 1e3, '3'])
      return { status: 200, body: { status: 'success', data: { ...data, resultType: 'matrix' } } }
    })
    const backtest = await backtested(url)
    expect(episodesOf(backtest)).toEqual(WHOLE)
    expect(backtest.recorded?.toMs).toBe(END_MS)
  })

  it('asks again after an answer in part', async () => {
    const whole = (asked: Asked) => matrix(asked)
    const url = await serve((asked, times) =>
      times < 3 ? { status: 200, body: { ...whole(asked), warnings: ['a store did not answer'] } } : undefined,
    )
    const backtest = await backtested(url)
    expect(episodesOf(backtest)).toEqual(WHOLE)
    expect(backtest.gaps).toEqual([])
  })

  it('tells of what the server remarked', async () => {
    const url = await serve((asked) => ({ status: 200, body: { ...matrix(asked), infos: ['PromQL info: a remark'] } }))
    const backtest = await backtested(url)
    expect(episodesOf(backtest)).toEqual(WHOLE)
    expect(backtest.notes).toEqual(['the server remarks: PromQL info: a remark'])
  })

  it('is an error where nothing can be read', async () => {
    await expect(backtested(await serve(() => refused('out of order', 500)))).rejects.toThrow(/execution: out of order/)
    await expect(backtested(await serve(() => ({ status: 401, body: {} })))).rejects.toThrow(/credentials/)
  })

  it('names native histograms, and does not read them as zero', async () => {
    const native = (): Answer => ({
      status: 200,
      body: {
        status: 'success',
        data: { resultType: 'matrix', result: [{ metric: { __name__: 'queue_length' }, histograms: [[1, {}]] }] },
      },
    })
    const backtest = await backtested(await serve(native))
    expect(backtest.notes).toEqual(['queue_length: its samples that are native histograms are left out'])
    expect(backtest.variants[0]?.alerts).toMatchObject([{ outcome: 'no-data', selectors: ['queue_length'] }])
  })

  it('tells of what it had evaluated when it is told to stop', async () => {
    const controller = new AbortController()
    const url = await serve(() => undefined)
    const backtest = await backtested(url, () => controller.abort(), controller.signal)
    expect(backtest.toMs).toBeGreaterThan(START_MS)
    expect(backtest.toMs).toBeLessThan(END_MS)
    expect(alertOf(backtest).evaluations).toBe(Math.floor(minuteOf(backtest.toMs)) + 1)
  })

  it('waits for no server that hangs where it is stopped, whatever it asks about', async () => {
    const controller = new AbortController()
    const listening = createServer(() => controller.abort(new Error('stopped by the user')))
    server = listening
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`
    await expect(backtested(url, undefined, controller.signal)).rejects.toThrow('stopped by the user')
  })

  it('fails where it is stopped before anything was evaluated', async () => {
    const controller = new AbortController()
    const url = await serve(() => undefined)
    controller.abort(new Error('stopped by the user'))
    await expect(backtested(url, undefined, controller.signal)).rejects.toThrow('stopped by the user')
  })
})

describe('selectors that match the same series', () => {
  const minutely = (labels: HeldSeries['labels'], valueAt: (minute: number) => number): HeldSeries => ({
    labels,
    samples: Array.from({ length: 26 * 60 + MINUTES }, (_, i) => i - 26 * 60).map((minute) => [
      START_MS + minute * 60_000,
      valueAt(minute),
    ]),
  })
  const ofTwo = async (expressions: readonly [string, string], reply?: Parameters<typeof serveSamples>[1]) => {
    const one = minutely({ __name__: 'x', job: 'a' }, (minute) => (minute >= -120 && minute < -115 ? 42 : 1))
    const served = await serveSamples([one], reply)
    const rules = expressions.map((expression, i) => `      - { alert: A${i}, expr: '${expression}' }\n`)
    try {
      return await runBacktest(
        {
          source: { kind: 'prometheus', access: { baseUrl: served.baseUrl, headers: {} } },
          fromMs: START_MS,
          toMs: END_MS,
          variants: [
            {
              name: 'as written',
              ruleFile: parseRuleFile(`groups:\n  - name: g\n    rules:\n${rules.join('')}`, 'r.yml'),
            },
          ],
          evaluationSeconds: 60,
          offset: 0,
          dialect: null,
        },
        { backoffMs: [1, 1, 1] },
      )
    } finally {
      served.close()
    }
  }
  const fired = ({ variants }: Backtest) =>
    variants[0]?.alerts.map((alert) => (alert.outcome === 'evaluated' ? alert.histories.surely.length : alert.outcome))

  it.each<readonly [string, string]>([
    ['x{job="a"} > 5', 'max_over_time(x[1d]) > 9'],
    ['max_over_time(x[1d]) > 9', 'x{job="a"} > 5'],
  ])('keep the samples that the one with the longer range reads: %s, %s', async (...expressions) => {
    expect(fired(await ofTwo(expressions))).toEqual(expressions.map((each) => (each.includes('1d') ? 1 : 0)))
  })

  it('keep the samples of one that was read where the other was not, in pieces that grow all the same', async () => {
    let whole = 0
    const backtest = await ofTwo(
      ['max_over_time(x{job="a"}[1d]) > 99', 'max_over_time(x[1d]) > 9'],
      ({ query, fromMs }) => {
        if (query.startsWith('x[')) whole++
        return query.startsWith('x{') && fromMs < START_MS - 60 * 60_000
          ? { status: 422, body: { status: 'error', errorType: 'bad_data', error: 'a block is lost' } }
          : undefined
      },
    )
    expect(fired(backtest)).toEqual([0, 1])
    expect(whole).toBeLessThan(20)
    expect(backtest.gaps.map(({ selector }) => selector)).toEqual(['x{job="a"}'])
  })
})
