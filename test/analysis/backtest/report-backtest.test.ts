import { describe, expect, it } from 'vitest'
import { parseExpectation } from '../../../analysis/backtest/expectation.ts'
import { reportBacktest } from '../../../analysis/backtest/report-backtest.ts'
import type { BacktestedAlert } from '../../../core/backtest/backtest.ts'
import { backtestReportSchema } from '../../../core/report/schema/backtest-schema.ts'
import {
  backtestOf,
  type EpisodeTimes,
  evaluatedAlert,
  hostileBacktest,
  QUESTION,
  SAMPLE_BACKTESTS,
} from '../../support/sample-backtests.ts'

const once: EpisodeTimes = [100, 110]
const report = (alerts: readonly BacktestedAlert[], expectations: readonly string[] = []) =>
  reportBacktest(backtestOf([{ name: 'as written', alerts }]), {
    ...QUESTION,
    expectations: expectations.map(parseExpectation),
  })
const {
  histories: _,
  evaluations,
  notKnown,
  withoutData,
  failures,
  quantiles,
  notFollowed,
  missing,
  ...origin
} = evaluatedAlert({})
const noData: BacktestedAlert = { ...origin, outcome: 'no-data', selectors: ['nothing'] }

describe('reportBacktest', () => {
  it.each([
    ['nothing was expected and something was evaluated', [evaluatedAlert({})], [], null],
    ['nothing was expected and nothing was evaluated', [noData], [], 'inconclusive'],
    ['all is as expected', [evaluatedAlert({})], ['CheckoutSlow: never'], 'pass'],
    [
      'one of two is not met',
      [evaluatedAlert({ surely: [once], drawn: [once], could: [once] })],
      ['CheckoutSlow: fires', 'CheckoutSlow: never'],
      'fail',
    ],
    ['one cannot be told', [evaluatedAlert({ could: [once] })], ['CheckoutSlow: never'], 'inconclusive'],
  ])('where %s, the verdict is right', (_sentence, alerts, expected, verdict) => {
    expect(report(alerts, expected).verdict).toBe(verdict)
  })

  it.each([
    ['surely, as drawn and at most', SAMPLE_BACKTESTS.plain.headline],
    ['what changes', SAMPLE_BACKTESTS.proposed.headline],
    ['silence', report([evaluatedAlert({})]).headline],
    [
      'several alerts',
      report([evaluatedAlert({ drawn: [once], could: [once] }), evaluatedAlert({ could: [once] })]).headline,
    ],
    ['nothing', report([noData]).headline],
  ])('says in one sentence: %s', (name, headline) => {
    expect(headline).toMatchSnapshot(name)
  })

  it('judges the proposed rules where there are some', () => {
    expect(new Set(SAMPLE_BACKTESTS.proposed.expectations.map(({ variant }) => variant))).toEqual(
      new Set(['new-rules.yml']),
    )
  })

  it.each([...Object.entries(SAMPLE_BACKTESTS), ['hostile', hostileBacktest()] as const])(
    'gives what its schema says: %s',
    (_name, each) => {
      expect(backtestReportSchema.parse(JSON.parse(JSON.stringify(each)))).toEqual(each)
    },
  )

  it('rejects a back-test without a variant', () => {
    expect(() => reportBacktest(backtestOf([]), QUESTION)).toThrow(RangeError)
  })
})

describe('the reasons', () => {
  it('name what is not met first, then what cannot be told, then what is missing', () => {
    expect(SAMPLE_BACKTESTS.proposed.reasons).toMatchInlineSnapshot(`
      [
        "Not met: CheckoutSlow: never. It surely fired once in 28d, 2 times as drawn; it could have fired 2 times.",
        "Not met: CheckoutErrors: fires. In what is known of 28d it could not have fired.",
        "CheckoutSlow: at most 1 per 7d: Cannot be told: the buckets leave it open and 2h 30m are not known. It surely fired once in 28d, 2 times as drawn, and at most 14 times, had it gone on and off where it is left open; 1 to 11 of them within 7d.",
        "Not read: http_request_duration_seconds_bucket from 2026-11-14 21:20 to 2026-11-14 23:45 UTC (HTTP 503 after 4 tries: query timed out).",
        "No data for QueueFull: no series matched queue_lenght.",
        "Not evaluated: DiskSoonFull, 1:1 info: not evaluated here.",
      ]
    `)
  })
})
