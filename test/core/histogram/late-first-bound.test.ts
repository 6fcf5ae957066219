import { expect, it } from 'vitest'
import { lateFirstBound } from '../../../core/histogram/late-first-bound.ts'

it('says of bounds in milliseconds that they are read as seconds', () => {
  expect(lateFirstBound([100, 200, 300])).toBe(
    'bounds without a unit are seconds, so the first bucket ends at 100s; milliseconds are written 100ms',
  )
})

it('says nothing of usual bounds', () => {
  expect([lateFirstBound([0.1, 0.2, 20]), lateFirstBound([5, 60]), lateFirstBound([])]).toEqual([null, null, null])
})
