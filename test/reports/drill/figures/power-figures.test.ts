import { describe, expect, it } from 'vitest'
import { percentFigure, slowdownFigure, smallestFigures } from '../../../../reports/drill/figures/power-figures.ts'

describe('percentFigure', () => {
  it.each([
    [0, '0%'],
    [0.001, '<1%'],
    [0.005, '1%'],
    [0.944, '94%'],
    [0.994, '99%'],
    [0.999, '>99%'],
    [1, '100%'],
  ])('%d is %s: neither none nor all is said of what is not', (probability, figure) => {
    expect(percentFigure(probability)).toBe(figure)
  })
})

it.each([
  [2, '2× slower'],
  [null, 'fail'],
])('a slowdown of %s is %s', (slowdown, figure) => {
  expect(slowdownFigure(slowdown)).toBe(figure)
})

it.each([
  [
    { missedUpToSeconds: 300, foundFromSeconds: 900 },
    { missed: 'up to 5m', found: 'from 15m' },
  ],
  [
    { missedUpToSeconds: 3600, foundFromSeconds: null },
    { missed: 'up to 1h', found: 'not within 1h' },
  ],
  [
    { missedUpToSeconds: null, foundFromSeconds: 60 },
    { missed: '–', found: 'from 1m' },
  ],
])('the smallest incident: %o', (found, figures) => {
  const tried = { share: 0.1, slowdown: 2, traffic: 'day' as const, longestTriedSeconds: 3600 }
  expect(smallestFigures({ ...tried, ...found })).toEqual(figures)
})
