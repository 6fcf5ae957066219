import { expect, it } from 'vitest'
import { bucketRange } from '../../../core/text/bucket-range.ts'

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
