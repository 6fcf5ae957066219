import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bucketRecord,
  bucketRecords,
  estimateIn,
  groupTotals,
} from '../../../../analysis/layouts/record/bucketed-record.ts'
import { cellTotals } from '../../../../analysis/layouts/record/cell-rows.ts'
import { latencyRecord } from '../../../../analysis/layouts/record/latency-record.ts'
import { bucketLayout } from '../../../../core/histogram/bucket-layout.ts'
import { estimateQuantile } from '../../../../core/histogram/histogram-quantile.ts'
import { NAMED_LAYOUTS } from '../../../../core/histogram/named-layouts.ts'
import { type HistogramLayout, nativeLayout } from '../../../../core/histogram/native-layout.ts'
import { RankIndex } from '../../../../core/latency/rank-index.ts'
import { estimateNativeQuantile } from '../../../support/native-quantile.ts'
import { quantileOfSorted } from '../../../support/quantile-of-sorted.ts'
import { anyBounds, anyQuantile, anySeries, flattened, lab, seriesOf } from '../records.ts'

function wholeRun(series: ReturnType<typeof lab>, layout: HistogramLayout) {
  const bucketed = bucketRecord(latencyRecord(series), layout)
  const totals = cellTotals(bucketed.rows)
  return { bucketed, totals, index: RankIndex.of(totals) }
}

describe('a record in classic buckets', () => {
  it("the lab's P95 of 2.002 s is drawn at 4.55 s", () => {
    const { bucketed, index, totals } = wholeRun(lab(60), NAMED_LAYOUTS.lab)
    expect(Array.from(totals)).toEqual([0, 600, 0, 600, 0, 0, 600, 0])
    // (2, 5] holds the third from 0.667 to 1: 2 + 3 · (0.95 − 2/3) / (1/3).
    expect(estimateIn(bucketed, index, 0.95)).toEqual({ value: 4.55, lower: 2, upper: 5 })
  })

  it('counts the latencies at or below every bound', () => {
    fc.assert(
      fc.property(anySeries, anyBounds, (series, bounds) => {
        const { totals } = wholeRun(series, bucketLayout('any', bounds))
        const latencies = flattened(series)
        let cumulative = 0
        bounds.forEach((bound, i) => {
          cumulative += totals[i] as number
          expect(cumulative).toBe(latencies.filter((seconds) => seconds <= bound).length)
        })
      }),
    )
  })

  it('estimates exactly what histogram_quantile estimates', () => {
    fc.assert(
      fc.property(anySeries, anyBounds, anyQuantile, (series, bounds, quantile) => {
        const { bucketed, totals, index } = wholeRun(series, bucketLayout('any', bounds))
        const buckets = [...bounds, Number.POSITIVE_INFINITY].map((upperBound, i) => ({
          upperBound,
          cumulativeCount: totals.subarray(0, i + 1).reduce((sum, count) => sum + count, 0),
        }))
        expect(estimateIn(bucketed, index, quantile)).toEqual(estimateQuantile(quantile, buckets))
      }),
    )
  })

  it('encloses the exact quantile in the bucket of its estimate', () => {
    fc.assert(
      fc.property(anySeries, anyBounds, anyQuantile, (series, bounds, quantile) => {
        const { bucketed, index } = wholeRun(series, bucketLayout('any', bounds))
        const exact = quantileOfSorted(flattened(series), quantile)
        const { lower, upper } = estimateIn(bucketed, index, quantile)
        expect(exact).toBeGreaterThan(lower)
        expect(exact).toBeLessThanOrEqual(upper)
      }),
    )
  })

  it('never widens the bucket when bounds are added', () => {
    fc.assert(
      fc.property(anySeries, anyBounds, anyBounds, anyQuantile, (series, some, more, quantile) => {
        const finer = [...new Set([...some, ...more])].sort((a, b) => a - b)
        const [coarse, fine] = [some, finer].map((bounds) => {
          const { bucketed, index } = wholeRun(series, bucketLayout('any', bounds))
          return estimateIn(bucketed, index, quantile)
        }) as [ReturnType<typeof estimateIn>, ReturnType<typeof estimateIn>]
        expect(fine.lower).toBeGreaterThanOrEqual(coarse.lower)
        expect(fine.upper).toBeLessThanOrEqual(coarse.upper)
      }),
    )
  })

  it('marks cells with a bound inside: 2.0001 s is recorded as 1.999872 to 2.000895 s', () => {
    const record = latencyRecord(seriesOf([[2.0001, 2.0005, 2.0021, 1]]))
    const { bucketOf, bucketIfLow } = bucketRecord(record, bucketLayout('two', [1, 2]))
    // 1 s; the cell of both 2.0001 s and 2.0005 s; 2.0021 s.
    expect(Array.from(record.uppers)).toEqual([1.000447, 2.000895, 2.0021])
    expect(Array.from(bucketOf)).toEqual([1, 2, 2])
    expect(Array.from(bucketIfLow)).toEqual([0, 1, 2])
  })

  it('estimates NaN for an empty window', () => {
    const bucketed = bucketRecord(latencyRecord(seriesOf([[1]])), NAMED_LAYOUTS.lab)
    expect(estimateIn(bucketed, new RankIndex(8), 0.95).value).toBeNaN()
  })
})

describe('a record in native buckets', () => {
  it('estimates what histogram_quantile estimates for the same buckets', () => {
    fc.assert(
      fc.property(anySeries, fc.integer({ min: 0, max: 8 }), anyQuantile, (series, schema, quantile) => {
        const { bucketed, totals, index } = wholeRun(series, nativeLayout(schema))
        const buckets = Array.from(totals, (count, i) => ({
          lower: bucketed.lowers[i] as number,
          upper: bucketed.uppers[i] as number,
          count,
        }))
        expect(estimateIn(bucketed, index, quantile)).toEqual(estimateNativeQuantile(quantile, buckets))
      }),
    )
  })

  it('has an error below the width of a bucket, unless the quantile lies between two observations', () => {
    fc.assert(
      fc.property(anySeries, fc.integer({ min: 0, max: 8 }), anyQuantile, (series, schema, quantile) => {
        const latencies = flattened(series)
        fc.pre(!Number.isInteger(Number((quantile * latencies.length).toPrecision(12))))
        const { bucketed, index } = wholeRun(series, nativeLayout(schema))
        const exact = quantileOfSorted(latencies, quantile)
        const { value, lower, upper } = estimateIn(bucketed, index, quantile)
        expect(exact).toBeGreaterThan(lower)
        expect(exact).toBeLessThanOrEqual(upper)
        expect(Math.abs(value - exact) / exact).toBeLessThan((2 ** (2 ** -schema) - 1) * (1 + 1e-9))
      }),
    )
  })

  it("puts the lab's P95 at 2.02 s with schema 3: 2^(1 + 0.85/8) of the third above 2", () => {
    // 2.002 s lies in (2, 2^(9/8)], which holds the third from 0.667 to 1.
    const { bucketed, index } = wholeRun(lab(60), nativeLayout(3))
    expect(estimateIn(bucketed, index, 0.95).value).toBeCloseTo(2 * 2 ** (0.85 / 8), 9)
  })

  it('puts zeros into the zero bucket', () => {
    const { bucketed, totals } = wholeRun(seriesOf([[0, 0, 1]]), nativeLayout(2))
    expect(bucketed.uppers[0]).toBe(2 ** -128)
    expect(Array.from(totals)).toEqual([2, 1, 0])
  })
})

describe('bucketRecords', () => {
  it('gives every layout the same record as bucketRecord', () => {
    fc.assert(
      fc.property(anySeries, anyBounds, anyBounds, (series, some, others) => {
        const record = latencyRecord(series)
        const layouts = [
          bucketLayout('some', some),
          nativeLayout(2),
          bucketLayout('others', others),
          nativeLayout(8),
          nativeLayout(0),
        ]
        expect(bucketRecords(record, layouts)).toEqual(layouts.map((layout) => bucketRecord(record, layout)))
      }),
      { numRuns: 10 },
    )
  })

  it('groups totals like rows', () => {
    const record = latencyRecord(lab(3))
    const { bucketOf, uppers, rows } = bucketRecord(record, NAMED_LAYOUTS.lab)
    expect(groupTotals(cellTotals(record.rows), bucketOf, uppers.length)).toEqual(cellTotals(rows))
  })
})
