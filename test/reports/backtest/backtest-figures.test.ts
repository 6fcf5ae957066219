import { describe, expect, it } from 'vitest'
import { reportBacktest } from '../../../analysis/backtest/report-backtest.ts'
import type { BacktestedAlert, BacktestedQuantile } from '../../../core/backtest/backtest.ts'
import {
  changeNote,
  layoutSentence,
  matrixRows,
  notComparedSentences,
} from '../../../reports/backtest/backtest-figures.ts'
import { alertWithoutData, backtestOf, evaluatedAlert, QUESTION, START_MS } from '../../support/sample-backtests.ts'

const NEVER = 'the alert can never fire as it is'

describe('layoutSentence', () => {
  it.each<[BacktestedQuantile['role'], boolean]>([
    ['whole', true],
    ['required', true],
    ['sufficient', false],
    ['partial', false],
  ])('says of a comparison above the bounds that is %s to the alert whether it can never fire: %s', (role, never) => {
    const quantile: BacktestedQuantile = {
      expression: 'histogram_quantile(0.95, rate(x_bucket[5m]))',
      quantile: 0.95,
      metric: 'x_bucket',
      operator: '>',
      threshold: 10,
      role,
      bounds: [1, 5],
      thresholdIsBound: false,
    }
    const alerts = [evaluatedAlert({}, { quantiles: [quantile] })]
    const { variants } = reportBacktest(backtestOf([{ name: 'as written', alerts }]), QUESTION)
    const [sentence = ''] = (variants[0]?.alerts[0]?.layout ?? []).map(layoutSentence)
    expect(sentence).toContain('Prometheus draws nothing above the highest bound')
    expect(sentence.includes(NEVER)).toBe(never)
  })
})

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

describe('matrixRows', () => {
  it.each([
    ['nothing is missing', {}, { drawn: 0 }, ''],
    ['no instant was evaluated', { evaluations: 0 }, null, 'no data'],
    [
      'one evaluation is not known',
      { notKnown: [{ fromMs: START_MS, toMs: START_MS }] },
      { drawn: 0 },
      '1 evaluation not known',
    ],
  ])('counts and notes where %s', (_sentence, more, counts, note) => {
    const alerts = [evaluatedAlert({}, more)]
    const [row] = matrixRows(reportBacktest(backtestOf([{ name: 'as written', alerts }]), QUESTION))
    expect(row).toMatchObject({ counts, note })
  })
})
