import { expect, it } from 'vitest'
import { randomStream } from '../../../core/random.ts'
import { stepsTaken } from '../../../load/flows/steps-taken.ts'
import { step } from '../../support/flows.ts'

const steps = [step(0), step(1, { chance: 0.3 }), step(2), step(3, { chance: 0.5 })]

it('steps that are certain are taken in every iteration, others as often as their chance says', () => {
  const random = randomStream(1, 'steps')
  const iterations = Array.from({ length: 20_000 }, () => stepsTaken(steps, random))
  const shareOf = (index: number) => iterations.filter((taken) => taken.includes(index)).length / iterations.length
  expect([shareOf(0), shareOf(2)]).toEqual([1, 1])
  // Five standard deviations of a share over 20,000 draws.
  expect(Math.abs(shareOf(1) - 0.3)).toBeLessThan(5 * Math.sqrt((0.3 * 0.7) / 20_000))
  expect(Math.abs(shareOf(3) - 0.5)).toBeLessThan(5 * Math.sqrt((0.5 * 0.5) / 20_000))
})

it('draws once for each step that is not certain, so that iterations do not shift one another', () => {
  let draws = 0
  stepsTaken(steps, () => {
    draws++
    return 0.9
  })
  expect(draws).toBe(2)
})
