import { expect, it } from 'vitest'
import { randomStream } from '../../../core/random.ts'
import { requestChoice } from '../../../load/schedule/request-choice.ts'

it('each request is chosen in proportion to its weight', () => {
  const choose = requestChoice([1, 2, 7], randomStream(3, 'requests'))
  const counts = [0, 0, 0]
  for (let i = 0; i < 10_000; i++) counts[choose()]!++
  expect(counts.map((count) => Math.round(count / 500) / 2)).toEqual([1, 2, 7])
})

it.each([
  ['the start of the first', 0, 0],
  ['just below a border', 0.2499, 0],
  ['the border belongs to the next', 0.25, 1],
  ['the end of the last', 0.999999, 1],
])('%s', (_, random, index) => {
  expect(requestChoice([1, 3], () => random)()).toBe(index)
})

it('uses no random number where there is one request', () => {
  const choose = requestChoice([5], () => {
    throw new Error('drawn')
  })
  expect(choose()).toBe(0)
})
