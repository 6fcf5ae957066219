import { expect, it } from 'vitest'
import { ArrivalCounts, FOLDED_SECOND } from '../../../load/losses/arrival-counts.ts'

it('counts by phase, request and second, in that order', () => {
  const counts = new ArrivalCounts(2)
  counts.add(7, 1, 0)
  counts.add(3, 0, 1, 4)
  counts.add(2, 0, 1)
  counts.add(3, 0, 1)
  expect(counts.all()).toEqual([
    { second: 2, phase: 0, request: 1, count: 1 },
    { second: 3, phase: 0, request: 1, count: 5 },
    { second: 7, phase: 1, request: 0, count: 1 },
  ])
})

it('folds what lies before a second into one sum, again and again', () => {
  const counts = new ArrivalCounts(1)
  for (const second of [0, 1, 2, 5]) counts.add(second, 0, 0, 10)
  counts.foldBefore(2)
  counts.foldBefore(3)
  expect(counts.all()).toEqual([
    { second: FOLDED_SECOND, phase: 0, request: 0, count: 30 },
    { second: 5, phase: 0, request: 0, count: 10 },
  ])
})
