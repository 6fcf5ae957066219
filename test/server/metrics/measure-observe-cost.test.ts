import { describe, expect, it } from 'vitest'
import { NAMED_LAYOUTS } from '../../../core/histogram/named-layouts.ts'
import { measureObserveCost } from '../../../server/metrics/measure-observe-cost.ts'

describe('the cost of an observation', () => {
  it('measures more than zero and less than a millisecond', () => {
    const seconds = measureObserveCost(NAMED_LAYOUTS.lab, [0.2, 0.5, 2])
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThan(1e-3)
  })

  it('rejects an empty list of latencies', () => {
    expect(() => measureObserveCost(NAMED_LAYOUTS.lab, [])).toThrow(RangeError)
  })
})
