import { describe, expect, it } from 'vitest'
import { cellTotals } from '../../../../analysis/layouts/record/cell-rows.ts'
import { recordedBuckets } from '../../../../analysis/layouts/record/recorded-buckets.ts'
import { histogramOf } from '../records.ts'

const added = (...latencies: number[]) => histogramOf([0.5, 1], latencies)

describe('recordedBuckets', () => {
  it('places what a scrape adds in the second that ends with it, and leaves seconds without a scrape empty', () => {
    const { record, total } = recordedBuckets(
      [
        { atSeconds: 4, added: added(0.1, 0.2, 0.9) },
        { atSeconds: 7.02, added: added(3) },
        { atSeconds: 7.5, added: added(0.5) },
      ],
      4.7,
    )
    expect(record.firstSecond).toBe(3)
    expect(Array.from(record.uppers)).toEqual([0.5, 1, Number.POSITIVE_INFINITY])
    expect(Array.from(record.rows.offsets)).toEqual([0, 3, 3, 3, 3, 6])
    expect([0, 1, 4].map((row) => Array.from(cellTotals(record.rows, row, row + 1)))).toEqual([
      [2, 1, 0],
      [0, 0, 0],
      [1, 0, 1],
    ])
    expect([total.count, total.buckets.map(({ cumulativeCount }) => cumulativeCount)]).toEqual([5, [3, 4, 5]])
  })

  it('is above the bound below, which belongs to the bucket below', () => {
    const { record } = recordedBuckets([{ atSeconds: 1, added: added(0.7) }], 0.7)
    expect(record.lowers[0]).toBe(0)
    expect(record.lowers[1]).toBeGreaterThan(0.5)
    expect(record.lowers[1]).toBeCloseTo(0.5, 12)
  })

  it.each([
    ['a sum that latencies in these buckets can have', 0.8, 'used', 0.8],
    ['no sum', 0, 'missing', undefined],
    ['one that is too small: of other units, or of negative values', 0.2, 'contradicts', undefined],
  ])('knows %s', (_, sum, sumIs, seconds) => {
    const found = recordedBuckets([{ atSeconds: 1, added: { ...added(0.8), sum: sum as number } }], 0.8)
    expect([found.sumIs, found.sum?.seconds]).toEqual([sumIs, seconds])
  })

  it('takes the sum to be as exact as the counter was large', () => {
    const { sum } = recordedBuckets([{ atSeconds: 1, added: added(0.8) }], 1e9)
    expect(sum?.slackSeconds).toBe(1)
  })

  it.each([
    ['nothing', [], 'expected at least two comparable scrapes'],
    ['more than ten days', [1, 864_002], 'expected at most ten days, got 10.0'],
  ])('refuses %s', (_, seconds, message) => {
    const parts = seconds.map((atSeconds) => ({ atSeconds, added: added(0.8) }))
    expect(() => recordedBuckets(parts, 1)).toThrow(message)
  })
})
