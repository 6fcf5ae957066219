import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beyondChance, chanceOfPage } from '../../../analysis/power/by-chance.ts'

const DAY = 86_400

function falsePages(high: number) {
  return { pages: 0, days: 56, perDay: { estimate: 0, low: 0, high } }
}

describe('chanceOfPage', () => {
  it.each([
    {
      what: 'as good as none where there is hardly a false page',
      high: 0.07,
      seconds: 600,
      night: false,
      chance: 0.0005,
    },
    { what: 'that of a Poisson count', high: 1, seconds: DAY, night: false, chance: 1 - Math.exp(-1) },
    {
      what: 'three times as high where all may come at night',
      high: 1,
      seconds: DAY / 3,
      night: true,
      chance: 1 - Math.exp(-1),
    },
    { what: 'nearly sure where it pages every few minutes', high: 300, seconds: 3600, night: true, chance: 1 },
  ])('is $what', ({ high, seconds, night, chance }) => {
    expect(chanceOfPage(falsePages(high), seconds, night)).toBeCloseTo(chance, 4)
  })

  it('leaves everything possible where no quiet time was counted', () => {
    expect(chanceOfPage(null, 60, false)).toBe(1)
  })
})

describe('beyondChance', () => {
  const found = { probability: { low: 0.95 }, finding: 'found' } as const

  it.each([
    { what: 'found where false pages are rare', byChance: 0.001, finding: 'found' },
    { what: 'open where every second such time has a false page', byChance: 0.5, finding: 'undecided' },
    { what: 'open where chance alone would do', byChance: 1, finding: 'undecided' },
  ])('is $what', ({ byChance, finding }) => {
    expect(beyondChance(found, byChance, 0.9)).toEqual({ ...found, byChance, finding })
  })

  it('never finds what pages do not show, and misses what they miss', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (byChance) => {
        for (const finding of ['missed', 'undecided'] as const)
          expect(beyondChance({ probability: { low: 0.5 }, finding }, byChance, 0.9).finding).toBe(finding)
      }),
    )
  })
})
