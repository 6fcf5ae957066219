import { describe, expect, it } from 'vitest'
import { reportBacktest } from '../../../../analysis/backtest/report-backtest.ts'
import { isMatrixShown, matrixRows } from '../../../../reports/backtest/figures/matrix-rows.ts'
import { backtestOf, evaluatedAlert, QUESTION, START_MS } from '../../../support/sample-backtests.ts'

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

describe('isMatrixShown', () => {
  const once = evaluatedAlert({})
  it.each([
    ['is not, for one alert under one variant', [[once]], false],
    ['is not, without an alert', [[]], false],
    ['is, for two alerts', [[once, once]], true],
    ['is, for two variants', [[once], [once]], true],
  ])('%s', (_sentence, alerts, shown) => {
    const variants = alerts.map((each, i) => ({ name: `variant ${i}`, alerts: each }))
    expect(isMatrixShown(reportBacktest(backtestOf(variants), QUESTION))).toBe(shown)
  })
})
