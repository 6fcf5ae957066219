// Has all months of all seeds simulated, as many at once as there are threads, and hands over each seed once all of its months
// are there: in the order of the seeds, so that what is counted does not depend on which thread was quick.

import type { MonthOutcome } from '../../../core/drill/month-outcome.ts'
import type { RunJob } from '../../simulation/job-threads.ts'
import type { MonthPlan } from '../drill-month.ts'
import type { MonthJob } from './month-job.ts'

export interface SeedsRun {
  readonly firstSeed: number
  readonly seeds: number
  readonly plansOf: (seed: number) => readonly MonthPlan[]
  readonly run: RunJob<MonthJob, MonthOutcome>
  /** How many months are asked for at once: no more are in memory. */
  readonly atOnce: number
  readonly onMonth: () => void
  readonly onSeed: (seed: number, months: readonly MonthOutcome[]) => void
}

/** Those of the first seed that were simulated, in the order of their plans. */
export async function runSeeds(given: SeedsRun): Promise<readonly MonthOutcome[]> {
  const { firstSeed, seeds, plansOf, run, atOnce, onMonth } = given
  const order = new SeedOrder(given)
  const jobs = (function* () {
    for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
      const plans = plansOf(seed)
      order.expect(seed, plans.length)
      for (const [place, plan] of plans.entries())
        yield { seed, place, job: { plan, keepsFirings: seed === firstSeed } }
    }
  })()
  const work = async () => {
    for (const { seed, place, job } of jobs) {
      const outcome = await run(job)
      // Leaving the loop ends it for all: nothing more is asked for.
      if (outcome === null) return
      order.add(seed, place, outcome)
      onMonth()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return order.end()
}

/** Seeds of which months are missing, and those that wait for one before them. */
class SeedOrder {
  readonly #firstSeed: number
  readonly #onSeed: SeedsRun['onSeed']
  readonly #waiting = new Map<number, (MonthOutcome | null)[]>()
  #first: readonly (MonthOutcome | null)[] = []
  #next: number

  constructor({ firstSeed, onSeed }: Pick<SeedsRun, 'firstSeed' | 'onSeed'>) {
    this.#firstSeed = firstSeed
    this.#next = firstSeed
    this.#onSeed = onSeed
  }

  expect(seed: number, months: number): void {
    const outcomes = new Array<MonthOutcome | null>(months).fill(null)
    this.#waiting.set(seed, outcomes)
    if (seed === this.#firstSeed) this.#first = outcomes
    this.#handOver()
  }

  add(seed: number, place: number, outcome: MonthOutcome): void {
    const outcomes = this.#waiting.get(seed)
    if (outcomes === undefined) throw new RangeError(`expected a month of a seed that is not done, got one of ${seed}`)
    outcomes[place] = outcome
    this.#handOver()
  }

  /** What waits for a seed that never came to its end is handed over too; nothing is where the first one did not. */
  end(): readonly MonthOutcome[] {
    if (this.#next > this.#firstSeed)
      for (const [seed, outcomes] of [...this.#waiting].sort(([a], [b]) => a - b))
        if (isWhole(outcomes)) this.#onSeed(seed, outcomes)
    return this.#first.filter((outcome) => outcome !== null)
  }

  #handOver(): void {
    for (;;) {
      const outcomes = this.#waiting.get(this.#next)
      if (outcomes === undefined || !isWhole(outcomes)) return
      this.#waiting.delete(this.#next)
      this.#onSeed(this.#next, outcomes)
      this.#next++
    }
  }
}

function isWhole(outcomes: readonly (MonthOutcome | null)[]): outcomes is MonthOutcome[] {
  return outcomes.every((outcome) => outcome !== null)
}
