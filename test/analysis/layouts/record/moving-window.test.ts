import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { latencyRecord } from '../../../../analysis/layouts/record/latency-record.ts'
import { hasTail, movingExact, slideWindow } from '../../../../analysis/layouts/record/moving-window.ts'
import { quantileOfSorted } from '../../../support/quantile-of-sorted.ts'
import { anyQuantile, anySeries, flattened, seriesOf } from '../records.ts'

describe('the moving window', () => {
  it('has the exact quantile of the last seconds at the end of every second', () => {
    fc.assert(
      fc.property(anySeries, fc.integer({ min: 1, max: 6 }), anyQuantile, (series, range, quantile) => {
        const evaluations = series.length + 8
        const { quantiles, totals } = movingExact(latencyRecord(series), range, evaluations, [quantile])
        for (let i = 0; i < evaluations; i++) {
          const inWindow = flattened(series.slice(Math.max(0, i + 1 - range), i + 1))
          expect(totals[i]).toBe(inWindow.length)
          expect(quantiles[0]?.[i]).toBe(quantileOfSorted(inWindow, quantile))
        }
      }),
    )
  })

  it('counts the first evaluation at the end of the first second', () => {
    const series = seriesOf([[1], [1]]).map((each) => ({ ...each, second: each.second + 7 }))
    expect(movingExact(latencyRecord(series), 5, 2, [0.5]).firstAt).toBe(8)
  })

  it('rejects a range that is not whole seconds', () => {
    const { rows } = latencyRecord(seriesOf([[1]]))
    expect(() => slideWindow(rows, 0.5, 1, () => {})).toThrow('expected a range of whole seconds, got 0.5')
  })

  it.each([
    [0.95, 19, false],
    [0.95, 20, true],
    [0.99, 100, true],
    [0.5, 1, false],
    [0.5, 2, true],
  ])('the quantile %f of %i has a tail: %s', (quantile, total, expected) => {
    expect(hasTail(quantile, total)).toBe(expected)
  })
})
