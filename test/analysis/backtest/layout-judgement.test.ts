import { describe, expect, it } from 'vitest'
import { judgeLayout } from '../../../analysis/backtest/layout-judgement.ts'
import type { BacktestedQuantile } from '../../../core/backtest/backtest.ts'
import { evaluatedAlert } from '../../support/sample-backtests.ts'

const quantile = (threshold: number, bounds: readonly number[]): BacktestedQuantile => ({
  expression: 'histogram_quantile(0.95, rate(x_bucket[5m]))',
  quantile: 0.95,
  metric: 'x_bucket',
  operator: '>',
  threshold,
  role: 'whole',
  bounds,
  thresholdIsBound: bounds.length === 0 ? null : bounds.includes(threshold),
})
const { histories } = evaluatedAlert({
  surely: [[10, 20]],
  drawn: [[5, 20]],
  could: [
    [0, 30],
    [100, 110],
  ],
})

describe('judgeLayout', () => {
  it.each([
    { threshold: 1, bounds: [0.5, 1, 2], kind: 'decides', bucket: null, boundToAdd: null },
    { threshold: 1, bounds: [0.5, 2], kind: 'inside-a-bucket', bucket: { lower: 0.5, upper: 2 }, boundToAdd: 1 },
    { threshold: 0.1, bounds: [0.5, 2], kind: 'inside-a-bucket', bucket: { lower: 0, upper: 0.5 }, boundToAdd: 0.1 },
    { threshold: 9, bounds: [0.5, 2], kind: 'above-the-bounds', bucket: { lower: 2, upper: null }, boundToAdd: 9 },
    { threshold: 1, bounds: [], kind: 'no-buckets', bucket: null, boundToAdd: null },
  ])('$threshold among $bounds is $kind', ({ threshold, bounds, ...expected }) => {
    expect(judgeLayout([quantile(threshold, bounds)], histories)).toMatchObject([expected])
  })

  it('says how long it was left open, and how many episodes have no sure moment', () => {
    expect(judgeLayout([quantile(1, [0.5, 2])], histories)).toMatchObject([
      { undecidedSeconds: 30 * 60, undecidedEpisodes: 1 },
    ])
  })

  it('says nothing of a quantile that is compared with no number', () => {
    expect(judgeLayout([{ ...quantile(1, [1]), threshold: null, operator: null, role: null }], histories)).toEqual([])
  })
})
