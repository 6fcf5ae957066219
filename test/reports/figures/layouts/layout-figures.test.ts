import { describe, expect, it } from 'vitest'
import { exactAlertSentence } from '../../../../reports/figures/layouts/layout-figures.ts'
import { SAMPLE_LAYOUTS } from '../../../support/sample-layouts.ts'

describe('exactAlertSentence', () => {
  const { layouts, layoutStudy } = SAMPLE_LAYOUTS.small
  const sentenceOf = (startSeconds: number, firesAt: number | null) => {
    const rule = { name: 'Slow', quantile: 0.95, rangeSeconds: 60, thresholdSeconds: 1, forSeconds: 30 }
    const exactAlert = { transitions: [], firings: [], firesAt, resolvesAt: null }
    const comparison = {
      ...layoutStudy.comparison,
      startSeconds,
      rule: { ...rule, keepFiringForSeconds: 0 },
      exactAlert,
    }
    return exactAlertSentence({ layouts, layoutStudy: { ...layoutStudy, comparison } })
  }

  it('says of what its times are', () => {
    expect(sentenceOf(0, 33)).toBe(
      'Slow (P95 over 1m > 1s for 30s) on exact quantiles: fires at 33s of the run, does not resolve.',
    )
  })

  it('says that a warm-up is not among the latencies that are compared', () => {
    expect(sentenceOf(5, 38)).toMatch(/ of the run.* knows what was observed from 5s on; .* may have fired earlier\.$/)
  })

  it('has no time of an alert that never fires', () => {
    expect(sentenceOf(0, null)).toMatch(/on exact quantiles: never fires\.$/)
  })
})
