import { describe, expect, it } from 'vitest'
import { reportBacktest } from '../../../../analysis/backtest/report-backtest.ts'
import type { BacktestedQuantile } from '../../../../core/backtest/backtest.ts'
import { layoutSentence } from '../../../../reports/backtest/figures/layout-sentence.ts'
import { backtestOf, evaluatedAlert, QUESTION } from '../../../support/sample-backtests.ts'

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
