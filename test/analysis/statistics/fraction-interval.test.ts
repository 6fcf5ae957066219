import { describe, expect, it } from 'vitest'
import { clopperPearson } from '../../../analysis/statistics/clopper-pearson.ts'
import { fractionInterval } from '../../../analysis/statistics/fraction-interval.ts'
import { randomStream } from '../../../core/random.ts'

describe('fractionInterval', () => {
  it('is exact where requests are independent', () => {
    const tallies = Array.from({ length: 30 }, () => ({ stratum: 0, trials: 20, events: 1 }))
    expect(fractionInterval(tallies, 1)).toEqual({
      fraction: 0.05,
      trials: 600,
      ...clopperPearson(30, 600),
      designEffect: 1,
    })
  })

  it('is wider where the events came in bursts, and stays within 0 to 1', () => {
    const tallies = Array.from({ length: 30 }, (_, i) => ({ stratum: 0, trials: 20, events: i === 3 ? 20 : 0 }))
    const { lower, upper, designEffect } = fractionInterval(tallies, 1)
    expect(lower).toBe(0)
    expect(upper).toBeGreaterThan(clopperPearson(20, 600).upper)
    expect(designEffect).toBeGreaterThan(4)
  })

  it('contains the true value in at least 93% of runs with correlated seconds', () => {
    const random = randomStream(2024, 'beta-binomial')
    let covered = 0
    for (let run = 0; run < 400; run++) {
      const tallies = Array.from({ length: 60 }, () => {
        const share = random() ** 2 * 0.6
        return {
          stratum: 0,
          trials: 20,
          events: Array.from({ length: 20 }, random).filter((draw) => draw < share).length,
        }
      })
      const { lower, upper } = fractionInterval(tallies, run)
      if (lower <= 0.2 && 0.2 <= upper) covered++
    }
    expect(covered / 400).toBeGreaterThanOrEqual(0.93)
  }, 120_000)

  it('rejects an empty sample', () => {
    expect(() => fractionInterval([], 1)).toThrow(RangeError)
  })
})
