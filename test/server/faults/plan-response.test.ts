import fc from 'fast-check'
import { expect, it } from 'vitest'
import { randomStream } from '../../../core/random.ts'
import { NO_EFFECTS } from '../../../server/faults/combined-faults.ts'
import { planResponse } from '../../../server/faults/plan-response.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })

it('works for latency · slowdown + added delay', () => {
  const effects = { ...NO_EFFECTS, slowdown: 3, addedDelaySeconds: 0.5 }
  expect(planResponse(effects, 0.25, 0.9)).toEqual({ workSeconds: 1.25, ending: 'answer' })
})

it('answers every request where no fault is active', () => {
  fc.assert(
    fc.property(share, (draw) => {
      expect(planResponse(NO_EFFECTS, 0.1, draw)).toEqual({ workSeconds: 0.1, ending: 'answer' })
    }),
  )
})

it.each([
  [0, 'reset'],
  [0.0099, 'reset'],
  [0.01, 'error'],
  [0.0599, 'error'],
  [0.0601, 'answer'],
  [1 - 2 ** -32, 'answer'],
] as const)('with 1% resets and 5% errors a draw of %d gives %s', (draw, ending) => {
  expect(planResponse({ ...NO_EFFECTS, resetFraction: 0.01, errorFraction: 0.05 }, 0, draw).ending).toBe(ending)
})

it('a fraction of 1 hits every request', () => {
  const last = 1 - 2 ** -32
  expect(planResponse({ ...NO_EFFECTS, errorFraction: 1 }, 0, last).ending).toBe('error')
  expect(planResponse({ ...NO_EFFECTS, errorFraction: 1, resetFraction: 1 }, 0, last).ending).toBe('reset')
})

it('keeps both fractions exactly where both faults are active', () => {
  const random = randomStream(1, 'faults')
  const effects = { ...NO_EFFECTS, resetFraction: 0.1, errorFraction: 0.3 }
  const endings = Array.from({ length: 100_000 }, () => planResponse(effects, 0, random()).ending)
  expect(endings.filter((ending) => ending === 'reset').length / 1e5).toBeCloseTo(0.1, 2)
  expect(endings.filter((ending) => ending === 'error').length / 1e5).toBeCloseTo(0.3, 2)
})
