import { describe, expect, it } from 'vitest'
import { parseExpectation } from '../../../analysis/backtest/expectation.ts'
import { reportBacktest } from '../../../analysis/backtest/report-backtest.ts'
import type { BacktestedAlert } from '../../../core/backtest/backtest.ts'
import { backtestReportSchema } from '../../../core/report/schema/backtest-schema.ts'
import {
  alertWithoutData,
  backtestOf,
  type EpisodeTimes,
  evaluatedAlert,
  hostileBacktest,
  QUESTION,
  SAMPLE_BACKTESTS,
  START_MS,
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

describe('what is not known is no silence', () => {
  const gap = { fromMs: START_MS, toMs: START_MS + 27 * 86_400_000 }
  const sure = evaluatedAlert({ surely: [once], drawn: [once], could: [once] })
  const compared = (before: readonly BacktestedAlert[], after: readonly BacktestedAlert[]) =>
    reportBacktest(
      backtestOf([
        { name: 'as written', alerts: before },
        { name: 'new.yml', alerts: after },
      ]),
      { ...QUESTION, proposed: 'new.yml' },
    )

  it.each([
    [
      'a gap of 27 days',
      report([evaluatedAlert({}, { notKnown: [gap] })]).headline,
      'CheckoutSlow did not fire, and could not have, in what is known of the last 28 days; 27d not known.',
    ],
    [
      'no evaluation',
      report([evaluatedAlert({}, { evaluations: 0, notKnown: [gap] })]).headline,
      'Nothing was back-tested: CheckoutSlow: it was evaluated at no instant.',
    ],
    [
      'a gap beside another alert, and a third without data',
      report([sure, evaluatedAlert({}, { notKnown: [gap] }), noData]).headline,
      '1 of 2 alerts fired as drawn in what is known of the last 28 days: CheckoutSlow once; 1 other cannot be told.',
    ],
    [
      'a proposed rule without data',
      compared([sure], [alertWithoutData()]).headline,
      'CheckoutSlow cannot be compared: no series matched http_requst_total under new.yml, in the last 28 days.',
    ],
    [
      'a rule of today without data',
      compared([alertWithoutData()], [sure]).headline,
      'CheckoutSlow cannot be compared: no series matched http_requst_total under the rules as written, in the last 28 days.',
    ],
    [
      'both without data',
      compared([alertWithoutData()], [alertWithoutData()]).headline,
      'Nothing can be compared: CheckoutSlow: no series matched http_requst_total.',
    ],
    [
      'a gap of the proposed rule at the page of today',
      compared([sure], [evaluatedAlert({}, { notKnown: [gap] })]).headline,
      'CheckoutSlow cannot be compared: data is missing at 1 page, in the last 28 days.',
    ],
    [
      'a gap elsewhere',
      compared([sure], [evaluatedAlert({}, { notKnown: [{ fromMs: gap.toMs, toMs: gap.toMs }] })]).headline,
      'CheckoutSlow fired 1 → 0 times in what is known of the last 28 days.',
    ],
    [
      'a gap, and the same pages',
      compared([sure], [{ ...sure, notKnown: [{ fromMs: gap.toMs, toMs: gap.toMs }] }]).headline,
      'The proposed rules would have sent the same page in what is known of the last 28 days.',
    ],
    [
      'a new rule without data',
      compared([sure], [sure, { ...alertWithoutData(), alert: 'Other' }]).headline,
      'Other is new, and how often it fires cannot be told: no series matched http_requst_total, in the last 28 days.',
    ],
    [
      'a rule that is gone and had no data',
      compared([sure, { ...alertWithoutData(), alert: 'Other' }], [sure]).headline,
      'Other is gone, and how often it fired cannot be told: no series matched http_requst_total, in the last 28 days.',
    ],
  ])('in the headline: %s', (_sentence, headline, expected) => {
    expect(headline).toBe(expected)
  })

  it.each([
    ['no evaluation', report([evaluatedAlert({}, { evaluations: 0 })]).verdict, 'inconclusive'],
    ['a proposed rule without data', compared([sure], [alertWithoutData()]).verdict, 'inconclusive'],
    [
      'a proposed rule that was evaluated at no instant, beside one that was',
      compared([sure, { ...sure, alert: 'X' }], [evaluatedAlert({}, { evaluations: 0 }), { ...sure, alert: 'X' }])
        .verdict,
      'inconclusive',
    ],
    [
      'a proposed rule that has data where that of today has none',
      compared([alertWithoutData()], [sure]).verdict,
      null,
    ],
    [
      'a rule that has no data before and after, beside one that has',
      compared([sure, { ...noData, alert: 'X' }], [sure, { ...noData, alert: 'X' }]).verdict,
      null,
    ],
    ['a rule that is taken away', compared([sure], [{ ...sure, alert: 'X' }]).verdict, null],
  ])('in the verdict, where nothing is expected: %s', (_sentence, verdict, expected) => {
    expect(verdict).toBe(expected)
  })

  it('in the reasons, also of the proposed rules', () => {
    expect(compared([sure, noData], [alertWithoutData(), { ...noData, alert: 'New' }]).reasons).toEqual([
      'No data for CheckoutSlow: no series matched nothing.',
      'No data for CheckoutSlow under new.yml: no series matched http_requst_total.',
      'No data for New under new.yml: no series matched nothing.',
    ])
    expect(compared([sure], [alertWithoutData()]).reasons).toEqual([
      'Not compared: CheckoutSlow, no series matched http_requst_total under new.yml.',
    ])
  })
})

describe('the reasons', () => {
  it('name what is not met first, then what cannot be told, then what is missing', () => {
    expect(SAMPLE_BACKTESTS.proposed.reasons).toMatchInlineSnapshot(`
      [
        "Not met: CheckoutSlow: never. It surely fired once in what is known of 28d, 2 times as drawn; it could have fired 2 times.",
        "Not met: CheckoutErrors: fires. It could not have fired in 28d.",
        "CheckoutSlow: at most 1 per 7d: Cannot be told: the buckets leave it open and 2h 30m are not known. It surely fired once in what is known of 28d, 2 times as drawn, and at most 14 times, had it gone on and off where it is left open; 1 to 11 of them within 7d.",
        "Not read: http_request_duration_seconds_bucket from 2026-11-14 21:20 to 2026-11-14 23:45 UTC (HTTP 503 after 4 tries: query timed out).",
        "No data for QueueFull: no series matched queue_lenght.",
        "Not evaluated: DiskSoonFull, 1:1 info: not evaluated here.",
      ]
    `)
  })
})
