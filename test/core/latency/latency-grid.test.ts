import { describe, expect, it } from 'vitest'
import { lowestEquivalentLatency } from '../../../core/latency/latency-grid.ts'

describe('lowestEquivalentLatency', () => {
  it('is the start of the cell of a value, 2 µs wide above 2.048 ms', () => {
    expect(lowestEquivalentLatency(0.001234)).toBe(0.001234)
    expect(lowestEquivalentLatency(0.002049)).toBe(0.002048)
    expect(lowestEquivalentLatency(2.0003)).toBeLessThanOrEqual(2.0003)
    expect(lowestEquivalentLatency(2.0003)).toBeGreaterThan(2.0003 * 0.999)
  })
})
