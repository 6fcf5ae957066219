import fc from 'fast-check'
import { expect, it } from 'vitest'
import { estimateInBucket, shareThatHolds } from '../../../core/histogram/estimate-in-bucket.ts'
import { histogramQuantile } from '../../../core/histogram/histogram-quantile.ts'

it('computes the ratio of requests at which the estimate passes a threshold inside a bucket', () => {
  const bucket = { lower: 1, upper: 2 }
  const cases = fc.record({
    q: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    at: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    above: fc.integer({ min: 1, max: 1000 }),
  })
  fc.assert(
    fc.property(cases, ({ q, at, above }) => {
      const buckets = [
        [1, 1000 - above],
        [2, 1000],
        [Number.POSITIVE_INFINITY, 1000],
      ].map(([upperBound = 0, cumulativeCount = 0]) => ({ upperBound, cumulativeCount }))
      const share = shareThatHolds(q, 1 + at, bucket)
      if (above / 1000 > 1 - q)
        expect(estimateInBucket(q, above / 1000, bucket)).toBeCloseTo(histogramQuantile(q, buckets), 2)
      fc.pre(Math.abs(above / 1000 - share) > 1e-9)
      expect(histogramQuantile(q, buckets) > 1 + at).toBe(above / 1000 > share)
    }),
  )
})
