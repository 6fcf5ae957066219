import { describe, expect, it } from 'vitest'
import {
  checkHeld,
  MOST_HELD,
  MOST_STEPS,
  StepBudget,
} from '../../../../../prometheus/promql/evaluate/subquery/step-budget.ts'
import type { Subquery } from '../../../../../prometheus/promql/expression/expression.ts'
import { parseExpression } from '../../../../../prometheus/promql/parse/parse-expression.ts'

const call = parseExpression('max_over_time(x[1h:1m])')
const subquery = (call.kind === 'call' ? call.arguments[0] : undefined) as Subquery

describe('StepBudget', () => {
  it('counts the steps of all subqueries of an evaluation together', () => {
    const budget = new StepBudget()
    for (let taken = 0; taken < MOST_STEPS; taken += MOST_HELD) budget.take(MOST_HELD, subquery)
    expect(() => budget.take(1, subquery)).toThrow(
      'x[1h:1m]: expected at most 50,000,000 steps of subqueries inside of one another, got more',
    )
  })

  it('lets one subquery take no more than it may hold', () => {
    expect(() => new StepBudget().take(MOST_HELD + 1, subquery)).toThrow(
      'x[1h:1m]: expected at most 10,000,000 steps, got 10,000,001',
    )
  })
})

it('one subquery holds at most so many samples', () => {
  expect(() => checkHeld(MOST_HELD, 'samples', subquery)).not.toThrow()
  expect(() => checkHeld(MOST_HELD + 1, 'samples', subquery)).toThrow(
    'x[1h:1m]: expected at most 10,000,000 samples, got more',
  )
})
