import { describe, expect, it } from 'vitest'
import { randomStream } from '../../../core/random.ts'
import { choice } from '../../../server/latency/choice.ts'
import { Draws, relativeError } from './draws.ts'

const LAB = [0.2, 0.5, 2].map((seconds) => ({ seconds, weight: 1 }))

describe('choice', () => {
  it('takes each as often as its weight says', () => {
    const weighted = [
      { seconds: 0.1, weight: 7 },
      { seconds: 0.2, weight: 2 },
      { seconds: 0.3, weight: 1 },
    ]
    const draws = new Draws(choice(weighted, randomStream(1, 'choice')))
    expect(relativeError(draws.shareAbove(0.1), 0.3)).toBeLessThan(0.02)
    expect(relativeError(draws.shareAbove(0.2), 0.1)).toBeLessThan(0.02)
    expect(new Set(draws.sorted)).toEqual(new Set([0.1, 0.2, 0.3]))
  })

  it("has the lab's true P95 of 2 s and its mean of 0.9 s", () => {
    const draws = new Draws(choice(LAB, randomStream(1, 'lab')))
    expect(draws.quantile(0.95)).toBe(2)
    expect(draws.quantile(0.5)).toBe(0.5)
    expect(relativeError(draws.mean, 0.9)).toBeLessThan(0.01)
  })

  it.each([
    ['the first from zero', 0, 0.2],
    ['the first until its share ends', 0.333, 0.2],
    ['the second from there', 0.334, 0.5],
    ['the last up to one', 1 - 2 ** -32, 2],
  ])('maps the random number: %s', (_what, draw, expected) => {
    expect(choice(LAB, () => draw)()).toBe(expected)
  })

  it.each([
    ['no choice', []],
    ['a negative latency', [{ seconds: -1, weight: 1 }]],
    ['a weight of zero', [{ seconds: 1, weight: 0 }]],
    ['a weight that is not a number', [{ seconds: 1, weight: Number.NaN }]],
  ])('refuses %s', (_what, choices) => {
    expect(() => choice(choices, () => 0)).toThrow(RangeError)
  })
})
