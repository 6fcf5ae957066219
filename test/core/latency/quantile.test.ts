import { describe, expect, it } from 'vitest'
import { nearestRank, quantileLabel, quantileName, REPORTED_QUANTILES } from '../../../core/latency/quantile.ts'

describe('nearestRank', () => {
  it.each([
    [0.95, 20, 19],
    [0.95, 100, 95],
    [0.95, 101, 96],
    [0.99, 100, 99],
    [0.999, 1000, 999],
    [0.5, 1, 1],
    [0.5, 2, 1],
    [0.5, 3, 2],
    [0, 10, 1],
    [1, 10, 10],
    [0.07, 100, 7],
    [0.29, 100, 29],
  ])('the quantile %d of %d is at rank %d', (quantile, count, rank) => {
    expect(nearestRank(quantile, count)).toBe(rank)
  })

  it('is exact for every percentile of every count, where floats are not', () => {
    for (let percent = 1; percent <= 99; percent++)
      for (const count of [10, 100, 137, 600, 1000, 12_345, 1_000_000])
        expect(nearestRank(percent / 100, count)).toBe(Math.max(1, Math.ceil((percent * count) / 100)))
  })
})

describe('quantileLabel', () => {
  it('names every reported quantile as its key does', () => {
    expect(Object.values(REPORTED_QUANTILES).map(quantileLabel)).toEqual(['p50', 'p90', 'p95', 'p99', 'p99.9'])
  })

  it.each([
    [0.07, 'p7'],
    [0.29, 'p29'],
    [0.9999, 'p99.99'],
  ])('%d is %s', (quantile, label) => {
    expect(quantileLabel(quantile)).toBe(label)
  })
})

it('writes a quantile as people say it', () => {
  expect([0.5, 0.95, 0.999].map(quantileName)).toEqual(['P50', 'P95', 'P99.9'])
})
