import { expect, it } from 'vitest'
import { bucketRange, latencyInterval, latencyRange } from '../../../core/text/bucket-range.ts'

it.each([
  [2, 5, '2s to 5s'],
  [0.1, 0.25, '100ms to 250ms'],
  [0, 0.1, 'at most 100ms'],
  [5, '+Inf', 'above 5s'],
  [5, null, 'above 5s'],
  [0, '+Inf', 'any latency'],
] as const)('the bucket from %s to %s reads %3$s', (lower, upper, words) => {
  expect(bucketRange(lower, upper)).toBe(words)
})

it.each([
  [{ lower: 0.5, upper: 1 }, 'in (500ms, 1s]', '(500ms, 1s]'],
  [{ lower: 0, upper: 0.1 }, 'at most 100ms', '[0s, 100ms]'],
  [{ lower: 5, upper: null }, 'above 5s, how far is not known', '(5s, ∞)'],
])('a latency that buckets do not tell is %o: %s', (range, words, interval) => {
  expect([latencyRange(range), latencyInterval(range)]).toEqual([words, interval])
})
