import { describe, expect, it } from 'vitest'
import { judgeFalsePages, keepsBelow } from '../../../analysis/power/judge-false-pages.ts'
import { looksUpTo } from '../../../analysis/power/looks.ts'
import type { FalsePages } from '../../../core/drill/power-curve.ts'

const ONE_LOOK = looksUpTo(1, 1)

function judged(pages: readonly number[]): FalsePages {
  const judgement = judgeFalsePages(pages, 7, ONE_LOOK)
  if (judgement === null) throw new Error('expected a judgement')
  return judgement
}

describe('judgeFalsePages', () => {
  it('says nothing without a quiet stretch', () => {
    expect(judgeFalsePages([], 7, ONE_LOOK)).toBeNull()
  })

  it('bounds how often where there was none', () => {
    const { pages, days, perDay } = judged(new Array(16).fill(0))
    expect([pages, days, perDay.low, perDay.estimate]).toEqual([0, 112, 0, 0])
    expect(perDay.high).toBeCloseTo(3.6889 / 112, 4)
  })

  it('is the interval of a Poisson count where pages come one by one', () => {
    const { perDay } = judged([1, 0, 1, 1, 0, 1, 0, 1, 1, 0])
    expect(perDay.estimate).toBeCloseTo(6 / 70, 9)
    expect(perDay.low).toBeCloseTo(2.2019 / 70, 4)
    expect(perDay.high).toBeCloseTo(13.0595 / 70, 4)
  })

  it('is wider where pages come together', () => {
    const [alone, together] = [judged([1, 0, 1, 1, 0, 1, 0, 1, 1, 0]), judged([6, 0, 0, 0, 0, 0, 0, 0, 0, 0])]
    expect(together.perDay.estimate).toBe(alone.perDay.estimate)
    expect(together.perDay.high).toBeGreaterThan((alone.perDay.high ?? 0) * 1.5)
    expect(together.perDay.low).toBeLessThan(alone.perDay.low / 2)
  })
})

describe('keepsBelow', () => {
  it.each([
    { what: '16 quiet weeks, asked for once in 30 days', pages: new Array(16).fill(0), per: 1 / 30, finding: 'pass' },
    { what: '4 quiet weeks, which is too few', pages: [0, 0, 0, 0], per: 1 / 30, finding: 'inconclusive' },
    { what: 'a page a week', pages: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], per: 1 / 30, finding: 'fail' },
    { what: 'one page, asked for none at all', pages: [1, 0, 0, 0], per: 0, finding: 'fail' },
    { what: 'no page, asked for none at all: no time is long enough', pages: [0, 0], per: 0, finding: 'inconclusive' },
  ])('$what: $finding', ({ pages, per, finding }) => {
    expect(keepsBelow(judged(pages), per)).toBe(finding)
  })
})
