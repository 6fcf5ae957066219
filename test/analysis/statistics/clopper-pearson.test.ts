import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binomialAtMost } from '../../../analysis/statistics/binomial.ts'
import { clopperPearson } from '../../../analysis/statistics/clopper-pearson.ts'

describe('clopperPearson', () => {
  it.each([
    { what: 'no event of 600', events: 0, trials: 600, lower: 0, upper: 1 - 0.025 ** (1 / 600) },
    { what: 'no event of 200', events: 0, trials: 200, lower: 0, upper: 1 - 0.025 ** (1 / 200) },
    { what: 'nothing but events', events: 50, trials: 50, lower: 0.025 ** (1 / 50), upper: 1 },
    { what: '10 of 100, as tables have it', events: 10, trials: 100, lower: 0.0490046, upper: 0.1762226 },
    { what: '1 of 10, as tables have it', events: 1, trials: 10, lower: 0.0025286, upper: 0.4450161 },
  ])('$what', ({ events, trials, lower, upper }) => {
    const bounds = clopperPearson(events, trials)
    expect(bounds.lower).toBeCloseTo(lower, 6)
    expect(bounds.upper).toBeCloseTo(upper, 6)
  })

  it('needs 368 trials without an event to show less than 1%', () => {
    expect(clopperPearson(0, 367).upper).toBeGreaterThan(0.01)
    expect(clopperPearson(0, 368).upper).toBeLessThan(0.01)
  })

  it('contains the observed fraction, and each end has a tail of 2.5%', () => {
    const sample = fc
      .integer({ min: 1, max: 2000 })
      .chain((trials) => fc.record({ trials: fc.constant(trials), events: fc.integer({ min: 0, max: trials }) }))
    fc.assert(
      fc.property(sample, ({ events, trials }) => {
        const { lower, upper } = clopperPearson(events, trials)
        expect(lower).toBeLessThanOrEqual(events / trials)
        expect(upper).toBeGreaterThanOrEqual(events / trials)
        if (events < trials) expect(binomialAtMost(events, trials, upper)).toBeCloseTo(0.025, 6)
        if (events > 0) expect(1 - binomialAtMost(events - 1, trials, lower)).toBeCloseTo(0.025, 6)
      }),
    )
  })

  it.each([
    { what: 'no trial', events: 0, trials: 0 },
    { what: 'more events than trials', events: 3, trials: 2 },
    { what: 'a negative count', events: -1, trials: 2 },
  ])('rejects $what', ({ events, trials }) => {
    expect(() => clopperPearson(events, trials)).toThrow(RangeError)
  })
})
