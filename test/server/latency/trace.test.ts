import { expect, it } from 'vitest'
import { trace } from '../../../server/latency/trace.ts'

it('replays in order and starts again at the end', () => {
  const next = trace([0.3, 0.1, 0.2])
  expect(Array.from({ length: 7 }, next)).toEqual([0.3, 0.1, 0.2, 0.3, 0.1, 0.2, 0.3])
})

it.each([
  ['no duration', []],
  ['a negative one', [0.1, -0.1]],
  ['an infinite one', [Number.POSITIVE_INFINITY]],
])('refuses %s', (_what, durations) => {
  expect(() => trace(durations)).toThrow(RangeError)
})
