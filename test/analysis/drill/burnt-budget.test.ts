import { describe, expect, it } from 'vitest'
import { badDuring, countBetween } from '../../../analysis/drill/burnt-budget.ts'

/** 120 bad requests in the minute of an incident, and as many in the next. */
const COUNTS = Float64Array.from([0, 120, 120, 0])

describe('countBetween', () => {
  it.each([
    [60, 180, 240],
    [60, 90, 60],
    [90, 150, 120],
    [0, 60, 0],
  ])('spreads what a minute counts evenly: %i s to %i s', (from, to, count) => {
    expect(countBetween(COUNTS, from, to)).toBe(count)
  })
})

describe('badDuring', () => {
  it.each([
    ['for all of an incident that takes a part of a minute', { fromSeconds: 60, toSeconds: 80 }, 80, 120],
    ['for all of one that begins and ends within minutes', { fromSeconds: 100, toSeconds: 150 }, 150, 240],
    ['for what one burns until the page', { fromSeconds: 60, toSeconds: 180 }, 90, 60],
    ['for what one has burnt where the page comes after its end', { fromSeconds: 60, toSeconds: 130 }, 140, 240],
  ])('counts what went wrong %s', (_, incident, until, count) => {
    expect(badDuring(COUNTS, incident, until)).toBe(count)
  })
})
