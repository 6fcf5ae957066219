import { describe, expect, it } from 'vitest'
import { layoutDistribution } from '../../../analysis/layouts/layout-distribution.ts'
import { latencyRecord } from '../../../analysis/layouts/record/latency-record.ts'
import { bucketLayout } from '../../../core/histogram/bucket-layout.ts'
import { NAMED_LAYOUTS } from '../../../core/histogram/named-layouts.ts'
import { nativeLayout } from '../../../core/histogram/native-layout.ts'
import { withUnbounded } from '../../../core/latency/latency-counts.ts'
import { lab, seriesOf } from './records.ts'

describe('estimate against the exact distribution function', () => {
  it('describes every bucket of the lab layout', () => {
    const { buckets, exact } = layoutDistribution(latencyRecord(lab(60)), NAMED_LAYOUTS.lab)
    expect(buckets.map(({ upper, count }) => [upper, count])).toEqual([
      [0.1, 0],
      [0.3, 600],
      [0.5, 0],
      [0.7, 600],
      [1, 0],
      [2, 0],
      [5, 600],
      ['+Inf', 0],
    ])
    expect(buckets.map(({ cumulativeShare }) => Math.round(cumulativeShare * 300))).toEqual([
      0, 100, 100, 200, 200, 200, 300, 300,
    ])
    expect(exact.map(({ seconds, share }) => [seconds, Math.round(share * 300)])).toEqual([
      [0.200575, 100],
      [0.501247, 200],
      [2.002, 300],
    ])
    // At 2.002 s the exact function has its whole third; the line from 2 to 5 has hardly begun.
    expect(buckets[6]?.widestGap).toBeCloseTo((1 - 0.002 / 3) / 3, 9)
  })

  it('has no gap if the only latency equals the bound', () => {
    const { buckets } = layoutDistribution(latencyRecord(seriesOf([[1]])), bucketLayout('one', [1]))
    // Just before the bound the line is at 1, the staircase at 0.
    expect(buckets[0]).toEqual({ lower: 0, upper: 1, count: 1, cumulativeShare: 1, widestGap: 1 })
    expect(buckets[1]).toMatchObject({ lower: 1, upper: '+Inf', count: 0, widestGap: 0 })
  })

  it('interpolates a native histogram over the logarithm', () => {
    const { buckets } = layoutDistribution(latencyRecord(seriesOf([[Math.SQRT2, Math.SQRT2]])), nativeLayout(0))
    const bucket = buckets.find(({ count }) => count === 2)
    expect([bucket?.lower, bucket?.upper]).toEqual([1, 2])
    // The square root of 2 is half-way on the logarithm: the line is at a half, the staircase at 0 and 1.
    expect(bucket?.widestGap).toBeCloseTo(0.5, 9)
  })

  it('stays below 1 if some requests never ended', () => {
    const series = seriesOf([[0.5]]).map((each) => ({ ...each, latencies: withUnbounded(each.latencies, 3) }))
    const { buckets, exact } = layoutDistribution(latencyRecord(series), bucketLayout('one', [1]))
    expect(exact).toEqual([{ seconds: 0.5, share: 0.25 }])
    expect(buckets.map(({ cumulativeShare }) => cumulativeShare)).toEqual([0.25, 1])
  })

  it('thins the steps for a chart, and keeps both ends and every large step', () => {
    const many = Array.from({ length: 5000 }, (_, i) => 0.001 + i / 10_000)
    const record = latencyRecord(seriesOf([[...many, ...Array<number>(5000).fill(3)]]))
    const { exact } = layoutDistribution(record, NAMED_LAYOUTS.lab, 100)
    expect(exact.length).toBeLessThanOrEqual(100)
    expect(exact.length).toBeGreaterThan(40)
    expect(exact[0]?.seconds).toBeCloseTo(0.001, 6)
    expect(exact.at(-1)).toEqual({ seconds: 3, share: 1 })
    expect(exact.at(-2)?.share).toBe(0.5)
  })
})
