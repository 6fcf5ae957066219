// Staleness markers are not in the answers to range selectors: when series ended is asked for, at the instants at which the
// rules look, and where it cannot be found out, nothing is claimed.

import { afterEach, describe, expect, it } from 'vitest'
import type { Backtest } from '../../../../core/backtest/backtest.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { runBacktest } from '../../../../prometheus/backtest/run-backtest.ts'
import { type HeldSeries, type Reply, type ServedSamples, serveSamples } from '../serve-samples.ts'

const START_MS = 1_700_000_000_000 - (1_700_000_000_000 % 3_600_000)
const SCRAPE_SECONDS = 15

let served: ServedSamples | undefined
afterEach(() => served?.close())

/** A sample of 1 at each of these seconds; a marker at each of those. */
function held(labels: HeldSeries['labels'], seconds: readonly number[], markers: readonly number[] = []): HeldSeries {
  const samples = [...seconds.map((at) => [at, 1] as const), ...markers.map((at) => [at, null] as const)]
  return { labels, samples: samples.sort(([a], [b]) => a - b).map(([at, value]) => [START_MS + at * 1e3, value]) }
}

const each = (from: number, to: number, step = SCRAPE_SECONDS) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step)

interface Tried {
  readonly rules: string
  readonly series: readonly HeldSeries[]
  readonly seconds: number
  readonly reply?: Parameters<typeof serveSamples>[1]
}

async function backtested({ rules, series, seconds, reply }: Tried): Promise<Backtest> {
  served = await serveSamples(series, reply)
  const { baseUrl } = served
  return runBacktest(
    {
      source: { kind: 'prometheus', access: { baseUrl, headers: {} } },
      fromMs: START_MS,
      toMs: START_MS + seconds * 1e3,
      variants: [{ name: 'as written', ruleFile: parseRuleFile(`groups:\n${rules}`, 'rules.yml') }],
      evaluationSeconds: 30,
      offset: 0,
      dialect: null,
    },
    { backoffMs: [1, 1, 1] },
  )
}

/** Of each alert: the seconds from which and to which it fired. */
function firedIn({ variants }: Backtest): Readonly<Record<string, unknown>> {
  const second = (atMs: number | null) => (atMs === null ? null : (atMs - START_MS) / 1e3)
  return Object.fromEntries(
    (variants[0]?.alerts ?? []).map((alert) => [
      alert.alert,
      alert.outcome === 'evaluated'
        ? alert.histories.drawn.map(({ startMs, endMs }) => [second(startMs), second(endMs)])
        : alert.outcome,
    ]),
  )
}

const group = (name: string, interval: string, ...rules: readonly string[]) =>
  `  - name: ${name}\n    interval: ${interval}\n    rules:\n${rules.map((rule) => `      - ${rule}\n`).join('')}`

describe('when a series ended', () => {
  it.each<[string, Tried, Readonly<Record<string, unknown>>]>([
    [
      'is found out of one with a single sample',
      {
        rules: group('g', '30s', '{ alert: A, expr: x > 0, for: 2m }'),
        series: [held({ __name__: 'x' }, [0], [15])],
        seconds: 600,
      },
      { A: [] },
    ],
    [
      'is found out of one that comes for single scrapes of a target with others',
      {
        rules: group('g', '30s', `{ alert: A, expr: 'x{pod="b"} > 0' }`, `{ alert: B, expr: 'count(x) > 3' }`),
        series: [
          held({ __name__: 'x', instance: 'i', pod: 'a' }, each(-600, 900)),
          held({ __name__: 'x', instance: 'i', pod: 'b' }, [30, 150], [45, 165]),
        ],
        seconds: 600,
      },
      {
        A: [
          [30, 60],
          [150, 180],
        ],
        B: [],
      },
    ],
    [
      'is looked for at the instants of each group, whichever selector finds the series first',
      {
        rules:
          group('slow', '60s', '{ alert: A, expr: x > 0 }') +
          group('fast', '15s', `{ alert: B, expr: 'x{job="a"} > 0' }`),
        series: [held({ __name__: 'x', job: 'a' }, each(0, 60), [75])],
        seconds: 600,
      },
      { A: [[0, 120]], B: [[0, 75]] },
    ],
    [
      'is looked for at the steps of a subquery',
      {
        rules: group('g', '60s', `{ alert: A, expr: 'max_over_time(x[2m:15s]) > 0' }`),
        series: [held({ __name__: 'x' }, each(-300, 60), [75])],
        seconds: 600,
      },
      { A: [[0, 180]] },
    ],
    [
      'is looked for at the steps of a subquery, an offset before them',
      {
        rules: group('g', '60s', `{ alert: A, expr: 'max_over_time((x offset 5s)[2m:15s]) > 0' }`),
        series: [held({ __name__: 'x' }, each(-300, 60), [75])],
        seconds: 600,
      },
      { A: [[0, 240]] },
    ],
    [
      'is at most five minutes after its last sample',
      {
        rules: group('g', '60s', '{ alert: A, expr: x > 0 }'),
        series: [held({ __name__: 'x' }, each(0, 60))],
        seconds: 900,
      },
      { A: [[0, 360]] },
    ],
  ])('%s', async (_, tried, expected) => {
    const backtest = await backtested(tried)
    expect(firedIn(backtest)).toEqual(expected)
    expect(backtest.gaps).toEqual([])
  })

  it.each<[string, (whole: object) => Reply]>([
    ['is refused', () => ({ status: 422, body: { status: 'error', errorType: 'bad_data', error: 'not allowed' } })],
    ['comes in part', (whole) => ({ status: 200, body: { ...whole, warnings: ['no store for this time'] } })],
    ['is no JSON', () => ({ status: 200, body: '<html>' })],
    ['never comes', () => null],
  ])('is not known where the answer %s, and neither is the alert', async (_, reply) => {
    const backtest = await backtested({
      rules: group('g', '30s', '{ alert: A, expr: absent(x) }'),
      series: [held({ __name__: 'x' }, [...each(-600, 60), ...each(240, 900)], [75])],
      seconds: 600,
      reply: ({ kind }, whole) => (kind === 'instants' ? reply(whole) : undefined),
    })
    expect(backtest.gaps[0]).toMatchObject({
      selector: 'x',
      reason: expect.stringMatching(/^when series ended is not known: /),
    })
    const [alert] = backtest.variants[0]?.alerts ?? []
    if (alert?.outcome !== 'evaluated') throw new Error('expected an evaluated alert')
    const isKnown = (atMs: number) => !alert.notKnown.some(({ fromMs, toMs }) => fromMs <= atMs && atMs <= toMs)
    expect([60, 90, 210].map((at) => isKnown(START_MS + at * 1e3))).toEqual([true, false, false])
  })

  it('is found out with few questions where series come and go all the time', async () => {
    const minutes = each(0, 900 * 60, 60)
    const backtest = await backtested({
      rules: group('g', '15s', '{ alert: A, expr: x > 0 }'),
      series: [
        held(
          { __name__: 'x' },
          minutes.flatMap((at) => [at, at + 15]),
          minutes.map((at) => at + 30),
        ),
      ],
      seconds: 900 * 60 - 1,
    })
    expect(backtest.gaps).toEqual([])
    const expected = Array.from({ length: 900 }, (_, i) => [i * 60, i * 60 + 30])
    expect(firedIn(backtest)).toEqual({ A: expected })
    const { asked = [] } = served ?? {}
    expect(asked.filter(({ kind }) => kind === 'instants').length).toBeLessThan(300)
  })
})
