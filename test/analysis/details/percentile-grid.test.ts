import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { percentileGrid } from '../../../analysis/details/percentile-grid.ts'

describe('percentileGrid', () => {
  it('is empty without observations, and the minimum alone for one', () => {
    expect(percentileGrid(0)).toEqual([])
    expect(percentileGrid(1)).toEqual([0])
  })

  it('has as many points between 90% and 99% as between 99% and 99.9%', () => {
    const grid = percentileGrid(100_000)
    const between = (from: number, to: number) => grid.filter((quantile) => quantile >= from && quantile < to).length
    expect(Math.abs(between(0.9, 0.99) - between(0.99, 0.999))).toBeLessThanOrEqual(2)
  })

  it('ascends from 0 to 1 − 1/count and contains the named quantiles', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 2_000_000 }), (count) => {
        const grid = percentileGrid(count)
        expect(grid[0]).toBe(0)
        expect(grid.at(-1)).toBeCloseTo(1 - 1 / Math.min(count, 1e6), 7)
        expect(grid.every((quantile, i) => i === 0 || quantile > (grid[i - 1] as number))).toBe(true)
        for (const quantile of [0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999])
          if (quantile <= (grid.at(-1) as number)) expect(grid).toContain(quantile)
        expect(grid.length).toBeLessThan(600)
      }),
    )
  })
})
