import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isInsideBucket } from '../../../analysis/cross-check/is-inside-bucket.ts'
import { estimateQuantile } from '../../../core/histogram/histogram-quantile.ts'
import { latenciesOf } from '../support/latencies-of.ts'
import { snapshotOf } from '../support/prometheus-record-of.ts'

describe('isInsideBucket', () => {
  it('holds for every quantile of one population, in the bucket that histogram_quantile selects', () => {
    const bounds = fc.uniqueArray(fc.double({ min: 0.001, max: 10, noNaN: true }), { minLength: 1, maxLength: 12 })
    const latency = fc.double({ min: 0, max: 20, noNaN: true })
    const quantile = fc.constantFrom(0.01, 0.5, 0.9, 0.95, 0.99, 0.999, 1)
    fc.assert(
      fc.property(bounds, fc.array(latency, { minLength: 1, maxLength: 300 }), quantile, (upperBounds, seconds, q) => {
        const layout = upperBounds.sort((a, b) => a - b)
        // A server may observe a latency that is a bound, exactly.
        const observed = [...seconds, ...layout.slice(0, 3)]
        const bucket = estimateQuantile(q, snapshotOf(layout, observed).buckets)
        expect(isInsideBucket(q, latenciesOf(observed), bucket)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    { what: 'above the bucket', seconds: 2.1, inside: false },
    { what: 'below it', seconds: 0.99, inside: false },
    { what: 'on its upper bound', seconds: 2, inside: true },
    { what: 'a hair above its lower bound, which HdrHistogram cannot see', seconds: 1.0000003, inside: true },
  ])('$what of (1, 2]: $inside', ({ seconds, inside }) => {
    expect(isInsideBucket(0.95, latenciesOf([seconds]), { lower: 1, upper: 2 })).toBe(inside)
  })

  it('is true only for +Inf where the quantile never ended', () => {
    expect(isInsideBucket(0.95, latenciesOf([], 3), { lower: 5, upper: Number.POSITIVE_INFINITY })).toBe(true)
    expect(isInsideBucket(0.95, latenciesOf([], 3), { lower: 2, upper: 5 })).toBe(false)
  })

  it('is null without a latency', () => {
    expect(isInsideBucket(0.95, latenciesOf([]), { lower: 1, upper: 2 })).toBeNull()
  })
})
