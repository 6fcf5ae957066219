import { describe, expect, it } from 'vitest'
import { reportBacktest } from '../../../../analysis/backtest/report-backtest.ts'
import type { BacktestedAlert } from '../../../../core/backtest/backtest.ts'
import { changeNote, notComparedSentences } from '../../../../reports/backtest/figures/change-figures.ts'
import { alertWithoutData, backtestOf, evaluatedAlert, QUESTION, START_MS } from '../../../support/sample-backtests.ts'

describe('what changes', () => {
  const once = evaluatedAlert({ drawn: [[10, 20]], could: [[10, 20]] })
  const gap = { fromMs: START_MS, toMs: START_MS + 3_600_000 }
  const changed = (before: readonly BacktestedAlert[], after: readonly BacktestedAlert[]) => {
    const variants = [
      { name: 'as written', alerts: before },
      { name: 'new.yml', alerts: after },
    ]
    const { changes } = reportBacktest(backtestOf(variants), { ...QUESTION, proposed: 'new.yml' })
    return (changes ?? []).flatMap((change) => [changeNote(change), ...notComparedSentences(change)])
  }

  it.each([
    ['both known', changed([once], [once]), ['']],
    [
      'the proposed rule has no data',
      changed([once], [alertWithoutData()]),
      ['cannot be compared', 'CheckoutSlow cannot be compared: as proposed, no series matched http_requst_total.'],
    ],
    [
      'a rule that is gone had no data',
      changed([alertWithoutData()], []),
      ['not evaluated', 'CheckoutSlow cannot be told: as written, no series matched http_requst_total.'],
    ],
    [
      'a page lies in a gap of the other rule',
      changed([once], [evaluatedAlert({}, { notKnown: [gap] })]),
      ['in part not known', '1 page of CheckoutSlow cannot be compared: data is missing there for the other rule.'],
    ],
  ])('%s', (_sentence, words, expected) => {
    expect(words).toEqual(expected)
  })
})
