import { describe, expect, it } from 'vitest'
import type { MonthOutcome } from '../../../../core/drill/month-outcome.ts'
import type { MonthPlan } from '../../../../harness/drill/drill-month.ts'
import { runSeeds } from '../../../../harness/drill/seeds/run-seeds.ts'

const plansOf = (seed: number): MonthPlan[] =>
  ['quiet', 'incidents'].map((name, i) => ({ name, kind: 'quiet', seed: 10 * seed + i, incidents: [] }))

const outcomeOf = ({ name, kind, seed }: MonthPlan): MonthOutcome => ({
  ...{ name, kind, seed },
  requests: seed,
  failed: 0,
  incidents: [],
  alerts: [],
})

/** Done in an order that has nothing to do with that in which they were asked for. */
async function simulated(seeds: number, atOnce: number, isDone: (plan: MonthPlan) => boolean = () => true) {
  const handedOver: (readonly [number, readonly number[]])[] = []
  let [atWork, most, months] = [0, 0, 0]
  const first = await runSeeds({
    ...{ firstSeed: 5, seeds, plansOf, atOnce },
    run: async ({ plan }) => {
      most = Math.max(most, ++atWork)
      for (let turns = (plan.seed * 7) % 11; turns > 0; turns--) await Promise.resolve()
      atWork--
      return isDone(plan) ? outcomeOf(plan) : null
    },
    onMonth: () => {
      months++
    },
    onSeed: (seed, outcomes) => {
      handedOver.push([seed, outcomes.map((outcome) => outcome.seed)])
    },
  })
  return { first: first.map(({ seed }) => seed), handedOver, most, months }
}

describe('runSeeds', () => {
  it.each([1, 3, 8])('hands over every seed, in order, %d months at once', async (atOnce) => {
    const { first, handedOver, most, months } = await simulated(6, atOnce)
    expect(handedOver).toEqual([5, 6, 7, 8, 9, 10].map((seed) => [seed, [10 * seed, 10 * seed + 1]]))
    expect(first).toEqual([50, 51])
    expect(months).toBe(12)
    expect(most).toBeLessThanOrEqual(atOnce)
  })

  it('asks for nothing more once it is stopped, and counts seeds that are done alone', async () => {
    const { handedOver, months } = await simulated(100, 1, ({ seed }) => seed < 81)
    expect(handedOver.map(([seed]) => seed)).toEqual([5, 6, 7])
    expect(months).toBe(7)
  })

  it('counts a seed that is done behind one that is not', async () => {
    const { handedOver } = await simulated(3, 3, ({ seed }) => seed !== 61)
    expect(handedOver.map(([seed]) => seed)).toEqual([5, 7])
  })

  it('has the months of the first seed where it is not done, and no other', async () => {
    const { first, handedOver } = await simulated(2, 2, ({ seed }) => seed !== 51)
    expect(first).toEqual([50])
    expect(handedOver).toEqual([])
  })

  it('fails with a month that fails', async () => {
    const broken = simulated(4, 2, ({ seed }) => {
      if (seed === 60) throw new Error('a thread died')
      return true
    })
    await expect(broken).rejects.toThrow('a thread died')
  })
})
