// How many steps of subqueries one evaluation takes at most. Prometheus gives a query up that would hold 50 million samples
// at once. A sample takes several times its 16 bytes here, so that one subquery may hold a fifth of that; the steps of
// subqueries inside of others, whose samples are not held together, may come to 50 million.
// Source: prometheus/prometheus cmd/prometheus/main.go, query.max-samples.

import { formatCount } from '../../../../core/text/count.ts'
import type { Subquery } from '../../expression/expression.ts'
import { EvaluationError } from '../evaluation-error.ts'

/** Of one subquery: its steps, and the samples that they return. A year of one-minute steps has 525,600. */
export const MOST_HELD = 10_000_000
/** Of one evaluation. */
export const MOST_STEPS = 50_000_000

export class StepBudget {
  #taken = 0

  /** @throws EvaluationError where these are too many steps */
  take(count: number, subquery: Subquery): void {
    checkHeld(count, 'steps', subquery)
    this.#taken += count
    if (this.#taken > MOST_STEPS)
      throw new EvaluationError(
        `expected at most ${formatCount(MOST_STEPS)} steps of subqueries inside of one another, got more`,
        subquery,
      )
  }
}

/** @throws EvaluationError where these are more than one subquery may hold */
export function checkHeld(count: number, what: 'steps' | 'samples', subquery: Subquery): void {
  if (count <= MOST_HELD) return
  const got = what === 'steps' ? formatCount(count) : 'more'
  throw new EvaluationError(`expected at most ${formatCount(MOST_HELD)} ${what}, got ${got}`, subquery)
}
