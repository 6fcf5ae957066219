import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawnCells } from '../../../simulation/drawn/drawn-cells.ts'
import type { Degradation } from '../../../simulation/drawn/incidents-at.ts'
import { shareAtMost } from '../../../simulation/drawn/latency-share.ts'

const BOUNDS = [0.1, 0.3, 1, 2, 5]
const constant = (seconds: number) => shareAtMost({ kind: 'constant', seconds }, () => [])
const degraded = (share: number, seconds: number): Degradation => ({
  share,
  faults: [{ kind: 'addedDelay', seconds }],
})

describe('drawnCells', () => {
  it('has shares that add up to 1, whatever goes wrong', () => {
    const work = shareAtMost({ kind: 'pareto', minimumSeconds: 0.02, shape: 1.1, maximumSeconds: 30 }, () => [])
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 9 })), {
          maxLength: 3,
        }),
        (all) => {
          const incidents = all.map(([share, seconds]) => degraded(share, seconds))
          const cells = drawnCells({ work, bounds: BOUNDS, wakeLatenessSeconds: 0.001 }, incidents)
          expect(cells.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9)
          for (const { share, meanSeconds, upperBound } of cells) {
            expect(share).toBeGreaterThanOrEqual(0)
            expect(meanSeconds).toBeLessThanOrEqual(upperBound)
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  it('has the mean of the distribution', () => {
    const work = shareAtMost({ kind: 'uniform', fromSeconds: 0.05, toSeconds: 0.45 }, () => [])
    const cells = drawnCells({ work, bounds: BOUNDS, wakeLatenessSeconds: 0 }, [])
    expect(cells.reduce((sum, { share, meanSeconds }) => sum + share * meanSeconds, 0)).toBeCloseTo(0.25, 3)
  })

  it('puts a delay that equals a bound above it where timers are late, and at it where they are not', () => {
    const sharesOf = (wakeLatenessSeconds: number) =>
      drawnCells({ work: constant(2), bounds: BOUNDS, wakeLatenessSeconds }, []).map(({ share }) => share)
    expect(sharesOf(0)).toEqual([0, 0, 0, 1, 0, 0])
    expect(sharesOf(0.001)).toEqual([0, 0, 0, 0, 1, 0])
  })

  it('has independent incidents meet in the product of their shares', () => {
    const cells = drawnCells({ work: constant(0.05), bounds: BOUNDS, wakeLatenessSeconds: 0 }, [
      degraded(0.2, 0.9),
      degraded(0.5, 2),
    ])
    // Neither: at most 0.1; the first alone: 0.95; the second alone: 2.05; both: 2.95.
    expect(cells.map(({ share }) => Number(share.toFixed(9)))).toEqual([0.4, 0, 0.1, 0, 0.5, 0])
  })
})
