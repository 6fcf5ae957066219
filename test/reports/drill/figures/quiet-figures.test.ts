import { describe, expect, it } from 'vitest'
import { everyFigure } from '../../../../reports/drill/figures/quiet-figures.ts'

describe('everyFigure', () => {
  it.each([
    [3, { estimate: 1 / 9, low: 1 / 43, high: 1 / 3 }, 'one in 9d (one in 43d to one in 3d)'],
    [1, { estimate: 1 / 30, low: 0, high: 0.2 }, 'one in 30d (at most one in 5d)'],
    [0, { estimate: 0, low: 0, high: 0.1 }, 'none (at most one in 10d)'],
    [0, { estimate: 0, low: 0, high: null }, 'none'],
    [600, { estimate: 20, low: 18.4, high: 21.7 }, '20 a day (18 a day to 22 a day)'],
    [40, { estimate: 1.25, low: 1, high: 1.5 }, 'one in 19h (one in 1d to one in 16h)'],
  ])('%d pages', (pages, interval, figure) => {
    expect(everyFigure(pages, interval)).toBe(figure)
  })
})
