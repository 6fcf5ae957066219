import { describe, expect, it } from 'vitest'
import { parseExpectation } from '../../../analysis/backtest/expectation.ts'
import { type JudgedSpan, judgeExpectation } from '../../../analysis/backtest/judge-expectation.ts'
import type { BacktestedAlert } from '../../../core/backtest/backtest.ts'
import { END_MS, type EpisodeTimes, evaluatedAlert, START_MS } from '../../support/sample-backtests.ts'

const SPAN: JudgedSpan = {
  variant: 'as written',
  fromMs: START_MS,
  toMs: END_MS,
  recorded: { fromMs: START_MS, toMs: END_MS },
  interrupted: false,
}

const DAY = 1440
const once: EpisodeTimes = [100, 110]
const silent = evaluatedAlert({})
const sure = evaluatedAlert({ surely: [once], drawn: [once], could: [once] })
const drawn = evaluatedAlert({ drawn: [once], could: [once] })
const possible = evaluatedAlert({ could: [once] })
const twice: readonly EpisodeTimes[] = [once, [100 + 3 * DAY, 110 + 3 * DAY]]
const twiceSure = evaluatedAlert({ surely: twice, drawn: twice, could: twice })
const notKnown = [{ fromMs: START_MS + 60_000, toMs: START_MS + 7_260_000 }]
const withGap = evaluatedAlert({}, { notKnown })
const sureWithGap = evaluatedAlert({ surely: [once], drawn: [once], could: [once] }, { notKnown })
const {
  histories,
  notKnown: _,
  withoutData,
  failures,
  quantiles,
  notFollowed,
  missing,
  evaluations,
  ...origin
} = silent
const noData: BacktestedAlert = { ...origin, outcome: 'no-data', selectors: ['http_requests_total{code="500"}'] }
const notEvaluated: BacktestedAlert = { ...origin, outcome: 'not-evaluated', problem: '1:1 info: not evaluated here' }

const withoutPartners = evaluatedAlert(
  {},
  { cannotHold: { kind: 'without-data', lacks: [{ kind: 'noResult', expression: 'a / b' }] } },
)
const impossible = evaluatedAlert({}, { cannotHold: { kind: 'never', message: 'a share > 5 can never hold' } })

interface Row {
  readonly sentence: string
  readonly expected: string
  readonly alerts: readonly BacktestedAlert[]
  readonly span?: Partial<JudgedSpan>
  readonly finding: 'pass' | 'fail' | 'inconclusive'
  readonly doubts?: readonly string[]
}

const rows: readonly Row[] = [
  { sentence: 'never: it could not have fired', expected: 'never', alerts: [silent], finding: 'pass' },
  { sentence: 'never: it surely fired', expected: 'never', alerts: [sure], finding: 'fail' },
  {
    sentence: 'never: it fired as drawn, not surely',
    expected: 'never',
    alerts: [drawn],
    finding: 'inconclusive',
    doubts: ['histories-disagree'],
  },
  {
    sentence: 'never: it could have fired',
    expected: 'never',
    alerts: [possible],
    finding: 'inconclusive',
    doubts: ['histories-disagree'],
  },
  { sentence: 'never as drawn: it could have fired', expected: 'never as drawn', alerts: [possible], finding: 'pass' },
  { sentence: 'never as drawn: it was drawn', expected: 'never as drawn', alerts: [drawn], finding: 'fail' },
  {
    sentence: 'never: a gap is no silence',
    expected: 'never',
    alerts: [withGap],
    finding: 'inconclusive',
    doubts: ['not-known'],
  },
  {
    sentence: 'never as drawn: a gap is no silence either',
    expected: 'never as drawn',
    alerts: [withGap],
    finding: 'inconclusive',
    doubts: ['not-known'],
  },
  { sentence: 'never: a sure firing counts beside a gap', expected: 'never', alerts: [sureWithGap], finding: 'fail' },
  {
    sentence: 'never: the series did not exist',
    expected: 'never',
    alerts: [noData],
    finding: 'inconclusive',
    doubts: ['no-data'],
  },
  {
    sentence: 'never: a series that only takes firings away was not there',
    expected: 'never',
    alerts: [evaluatedAlert({}, { missing: ['maintenance'] })],
    finding: 'pass',
  },
  {
    sentence: 'never: a side of an or had no series',
    expected: 'never',
    alerts: [evaluatedAlert({}, { missing: ['errors_total'], missingSides: ['errors_total'] })],
    finding: 'inconclusive',
    doubts: ['no-data'],
  },
  {
    sentence: 'never: there was nothing to compare',
    expected: 'never',
    alerts: [withoutPartners],
    finding: 'inconclusive',
    doubts: ['cannot-hold'],
  },
  {
    sentence: 'never as drawn: there was nothing to compare',
    expected: 'never as drawn',
    alerts: [withoutPartners],
    finding: 'inconclusive',
    doubts: ['cannot-hold'],
  },
  {
    sentence: 'at most: its condition can never hold',
    expected: 'at most 3 times',
    alerts: [impossible],
    finding: 'inconclusive',
    doubts: ['cannot-hold'],
  },
  {
    sentence: 'fires: there was nothing to compare',
    expected: 'fires',
    alerts: [withoutPartners],
    finding: 'inconclusive',
    doubts: ['cannot-hold'],
  },
  { sentence: 'fires: its condition can never hold', expected: 'fires', alerts: [impossible], finding: 'fail' },
  {
    sentence: 'never: it was evaluated at no instant',
    expected: 'never',
    alerts: [evaluatedAlert({}, { evaluations: 0 })],
    finding: 'inconclusive',
    doubts: ['no-data'],
  },
  {
    sentence: 'never: there is no such rule',
    expected: 'never',
    alerts: [],
    finding: 'inconclusive',
    doubts: ['no-data'],
  },
  {
    sentence: 'never: it is not evaluated here',
    expected: 'never',
    alerts: [notEvaluated],
    finding: 'inconclusive',
    doubts: ['not-evaluated'],
  },
  {
    sentence: 'never: of two rules of one name, one had no data',
    expected: 'never',
    alerts: [silent, noData],
    finding: 'inconclusive',
    doubts: ['no-data'],
  },
  {
    sentence: 'never: of two rules of one name, one fired',
    expected: 'never',
    alerts: [noData, sure],
    finding: 'fail',
  },
  {
    sentence: 'never: evaluations failed',
    expected: 'never',
    alerts: [evaluatedAlert({}, { failures: [{ message: 'many-to-many', evaluations: 3, firstMs: START_MS }] })],
    finding: 'inconclusive',
    doubts: ['failed'],
  },
  {
    sentence: 'never: reading was stopped',
    expected: 'never',
    alerts: [silent],
    span: { interrupted: true },
    finding: 'inconclusive',
    doubts: ['interrupted'],
  },
  {
    sentence: 'never: the samples begin a day late',
    expected: 'never',
    alerts: [silent],
    span: { recorded: { fromMs: START_MS + DAY * 60_000, toMs: END_MS } },
    finding: 'inconclusive',
    doubts: ['not-recorded'],
  },
  {
    sentence: 'never: its series came a day late, or went away for a while',
    expected: 'never',
    alerts: [evaluatedAlert({}, { withoutData: [{ fromMs: START_MS, toMs: START_MS + DAY * 60_000 }] })],
    finding: 'inconclusive',
    doubts: ['without-data'],
  },
  {
    sentence: 'never as drawn: where a series had no samples, Prometheus sent nothing',
    expected: 'never as drawn',
    alerts: [evaluatedAlert({}, { withoutData: [{ fromMs: START_MS, toMs: START_MS + DAY * 60_000 }] })],
    finding: 'pass',
  },
  {
    sentence: 'never: there are no samples',
    expected: 'never',
    alerts: [silent],
    span: { recorded: null },
    finding: 'inconclusive',
    doubts: ['not-recorded'],
  },
  { sentence: 'fires: it surely fired', expected: 'fires', alerts: [sure], finding: 'pass' },
  {
    sentence: 'fires: a gap takes nothing from a sure firing',
    expected: 'fires',
    alerts: [sureWithGap],
    finding: 'pass',
  },
  { sentence: 'fires: it could not have', expected: 'fires', alerts: [silent], finding: 'fail' },
  {
    sentence: 'fires: it could have',
    expected: 'fires',
    alerts: [drawn],
    finding: 'inconclusive',
    doubts: ['histories-disagree'],
  },
  {
    sentence: 'fires: it may have, in the gap',
    expected: 'fires',
    alerts: [withGap],
    finding: 'inconclusive',
    doubts: ['not-known'],
  },
  { sentence: 'fires as drawn: it was drawn', expected: 'fires as drawn', alerts: [drawn], finding: 'pass' },
  { sentence: 'at most once: it fired once', expected: 'at most once', alerts: [sure], finding: 'pass' },
  { sentence: 'at most once: it fired twice', expected: 'at most once', alerts: [twiceSure], finding: 'fail' },
  { sentence: 'at most once: it could not have fired', expected: 'at most once', alerts: [silent], finding: 'pass' },
  {
    sentence: 'at most once: one firing that is not sure may have been several',
    expected: 'at most once',
    alerts: [evaluatedAlert({ could: [[0, 60]] })],
    finding: 'inconclusive',
    doubts: ['histories-disagree'],
  },
  {
    sentence: 'at most once: both of two rules of one name fired',
    expected: 'at most once',
    alerts: [sure, sure],
    finding: 'fail',
  },
  {
    sentence: 'at most 1 per 7d: two within 3 days',
    expected: 'at most 1 per 7d',
    alerts: [twiceSure],
    finding: 'fail',
  },
  {
    sentence: 'at most 1 per 2d: two 3 days apart',
    expected: 'at most 1 per 2d',
    alerts: [twiceSure],
    finding: 'pass',
  },
  {
    sentence: 'at most 1 per 7d: two days of data do not hold a week',
    expected: 'at most 1 per 7d',
    alerts: [silent],
    span: { toMs: START_MS + 2 * DAY * 60_000, recorded: { fromMs: START_MS, toMs: START_MS + 2 * DAY * 60_000 } },
    finding: 'inconclusive',
    doubts: ['shorter-than-asked'],
  },
]

describe('judgeExpectation', () => {
  it.each(rows)('$sentence: $finding', ({ expected, alerts, span = {}, finding, doubts = [] }) => {
    const judged = judgeExpectation(parseExpectation(`CheckoutSlow: ${expected}`), alerts, { ...SPAN, ...span })
    expect([judged.finding, judged.doubts]).toEqual([finding, doubts])
    expect(judged.reason).toMatch(/^[A-Z].*\.$/)
    expect(judged.reason).not.toMatch(/undefined|NaN|Infinity/)
  })

  it('gives counts and reasons in words', () => {
    const reasonOf = (expected: string, alerts: readonly BacktestedAlert[], span: Partial<JudgedSpan> = {}) =>
      judgeExpectation(parseExpectation(`X: ${expected}`), alerts, { ...SPAN, ...span }).reason
    expect({
      sure: reasonOf('never', [sure]),
      drawn: reasonOf('never', [drawn]),
      gap: reasonOf('never', [withGap]),
      noData: reasonOf('never', [noData]),
      late: reasonOf('never', [silent], { recorded: { fromMs: START_MS + DAY * 60_000, toMs: END_MS } }),
      week: reasonOf('at most 1 per 7d', [twiceSure]),
      asDrawn: reasonOf('never as drawn', [drawn]),
      silent: reasonOf('never', [silent]),
      gapAsDrawn: reasonOf('never as drawn', [withGap]),
      sureWithGap: reasonOf('never', [sureWithGap]),
    }).toMatchInlineSnapshot(`
      {
        "asDrawn": "It fired once as drawn in 28d.",
        "drawn": "Cannot be told: the buckets leave it open. It did not surely fire in 28d, once as drawn; it could have fired once.",
        "gap": "Cannot be told: 2h are not known. It could not have fired in what is known of 28d.",
        "gapAsDrawn": "Cannot be told: 2h are not known. It did not fire as drawn in what is known of 28d.",
        "late": "Cannot be told: the samples begin at 2026-11-02 00:00 UTC. It could not have fired in what is known of 28d.",
        "noData": "Cannot be told: no series matched http_requests_total{code="500"}.",
        "silent": "It could not have fired in 28d.",
        "sure": "It surely fired once in 28d.",
        "sureWithGap": "It surely fired once in what is known of 28d.",
        "week": "It surely fired 2 times in 28d; 2 of them within 7d.",
      }
    `)
  })
})
