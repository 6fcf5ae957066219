import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeDetection } from '../../../analysis/power/judge-detection.ts'
import { looksUpTo, nextLook } from '../../../analysis/power/looks.ts'
import { randomStream } from '../../../core/random.ts'

const REQUIRED = 0.9
const ONE_LOOK = looksUpTo(1, 1)

function judged(found: number, trials: number, looks = ONE_LOOK) {
  const delaysSeconds = Array.from({ length: found }, (_, i) => 60 + i)
  return judgeDetection({ trials, delaysSeconds, alreadyFiring: 0 }, looks, REQUIRED)
}

describe('judgeDetection', () => {
  it.each([
    { what: 'all of 320', found: 320, trials: 320, finding: 'found' },
    { what: 'none of 20', found: 0, trials: 20, finding: 'missed' },
    { what: 'all of 5, which is too few to tell', found: 5, trials: 5, finding: 'undecided' },
    { what: 'none of one', found: 0, trials: 1, finding: 'undecided' },
    { what: 'nine in ten, which is what is required', found: 288, trials: 320, finding: 'undecided' },
  ])('$what: $finding', ({ found, trials, finding }) => {
    expect(judged(found, trials).finding).toBe(finding)
  })

  it('says nothing without a trial', () => {
    expect(() => judged(0, 0)).toThrow(RangeError)
  })

  it('has the median over all trials: those without a page count as later than any other', () => {
    expect(judged(101, 101).medianDelaySeconds).toBe(60 + 50)
    expect(judged(101, 150).medianDelaySeconds).toBe(60 + 74)
    expect(judged(49, 100).medianDelaySeconds).toBeNull()
  })

  it('bounds a median on the side where there are pages enough', () => {
    expect(judged(55, 100).medianDelay).toEqual({ low: 60 + 39, high: null })
    expect(judged(3, 3).medianDelay).toEqual({ low: null, high: null })
  })

  it('is narrower with more trials', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 60 }), (trials, found) => {
        const [few, many] = [judged(Math.min(found, trials), trials), judged(Math.min(found, trials) * 4, trials * 4)]
        const width = ({ probability: { low, high } }: typeof few) => (high ?? 1) - low
        expect(width(many)).toBeLessThan(width(few))
      }),
    )
  })
})

describe('stopping at the first look that settles it', () => {
  const looks = looksUpTo(320, 20)

  it('looks at twice as many each time, and never at more than the most', () => {
    expect(looks.at).toEqual([20, 40, 80, 160, 320])
    expect(looksUpTo(50, 20).at).toEqual([20, 40, 50])
    expect(looksUpTo(20, 20).at).toEqual([20])
    expect(looksUpTo(7, 20).at).toEqual([7])
    expect([0, 20, 79, 320].map((done) => nextLook(looks, done))).toEqual([20, 40, 80, null])
  })

  // Where a pass were given at every chance to look, the interval of whoever stops would miss more than it claims.
  it.each([0.85, 0.9, 0.95, 0.02])('has the true probability of %d in at least 95%% of intervals', (truth) => {
    const runs = 400
    let covered = 0
    let wrong = 0
    for (let seed = 0; seed < runs; seed++) {
      const random = randomStream(seed, 'coin')
      let [trials, found] = [0, 0]
      let detection = null as ReturnType<typeof judged> | null
      for (let look = nextLook(looks, 0); look !== null; look = nextLook(looks, trials)) {
        for (; trials < look; trials++) if (random() < truth) found++
        detection = judged(found, trials, looks)
        if (detection.finding !== 'undecided') break
      }
      const { low = 0, high = 1 } = detection?.probability ?? {}
      if (low <= truth && truth <= (high ?? 1)) covered++
      if (detection?.finding === (truth < REQUIRED ? 'found' : 'missed')) wrong++
    }
    expect(covered / runs).toBeGreaterThanOrEqual(0.95)
    expect(wrong / runs).toBeLessThanOrEqual(0.05)
  })
})
