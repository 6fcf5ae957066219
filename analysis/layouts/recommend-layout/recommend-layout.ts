// The best bounds for a budget: friendly values with the least worst relative error of the asked quantiles over all
// moving windows (or so nearly the least that narrower buckets are worth it), with every judged threshold a bound, all
// that was seen below the guard's bucket, and the guard above.

import { finiteOrNull } from '../../../core/latency/latency-summary.ts'
import type { LayoutRecommendation, RecommendedBounds } from '../../../core/report/layout-comparison.ts'
import { UserError } from '../../../core/user-error.ts'
import type { LayoutQuestion } from '../analysis-request.ts'
import { roughly } from '../explain-layout/finding.ts'
import { cellTotals, rowCount } from '../record/cell-rows.ts'
import { type BoundCosts, boundCosts, layoutCost, worseCosts } from './bound-costs.ts'
import { type CandidateBounds, candidateBounds, type SeenLatencies } from './candidate-bounds.ts'
import { type CheapestPath, cheapestPath, fewestSteps, type PathProblem } from './cheapest-path.ts'
import { crossValidate, validationRange } from './cross-validate.ts'
import { grownWindows } from './slowed-windows.ts'
import { windowRanks } from './window-ranks.ts'

export interface RecommendationOptions {
  /** The most bounds, the two guards included. */
  readonly budget: number
  /**
   * How much more than the least worst error is allowed, relative, for narrower buckets. At 0 the error is the least,
   * but a wide bucket may be right by luck; at Infinity nothing counts but the most that a bucket allows.
   */
  readonly tolerance: number
  /** How many standard errors next to each asked quantile another run's may lie: bounds have to be right there too. */
  readonly standardErrors: number
  /** How many times slower than recorded the worst windows may get; 1 for not at all. */
  readonly growth: number
}

// The worst of some hundred windows lies about three standard errors out, and one run's queue gets a fifth or so longer
// than another's. Without the one and the other, bounds for the spike showed 86 to 99% with another seed where 25% were
// promised; with both, 21 to 29% where 31% were.
const STANDARD_ERRORS = 3
const GROWTH = 1.3

/** Budgets of the curve of error against cost. */
const CURVE = { from: 5, to: 20 } as const

type Asked = Pick<LayoutQuestion, 'record' | 'quantiles' | 'judgements' | 'rangeSeconds'>

/** @throws UserError where the budget cannot hold what is forced, or the record has too few requests to judge by */
export function recommendLayout(
  asked: Asked,
  {
    budget = 10,
    tolerance = 0.25,
    standardErrors = STANDARD_ERRORS,
    growth = GROWTH,
  }: Partial<RecommendationOptions> = {},
): LayoutRecommendation {
  const { record, quantiles, judgements, rangeSeconds } = asked
  const options = { budget, tolerance, standardErrors, growth }
  if (!Number.isInteger(budget) || budget < 1)
    throw new RangeError(`expected a budget of 1 bound or more, got ${budget}`)
  if (!(tolerance >= 0)) throw new RangeError(`expected a tolerance of 0 or more, got ${tolerance}`)
  if (!(standardErrors >= 0)) throw new RangeError(`expected 0 standard errors or more, got ${standardErrors}`)
  if (!(growth >= 1)) throw new RangeError(`expected a growth of 1 or more, got ${growth}`)
  const candidates = candidateBounds(seenLatencies(asked), judgements)
  const ranks = windowRanks(record, candidates.bounds, { quantiles, standardErrors }, rangeSeconds)
  const costs = worseCosts(boundCosts(ranks), boundCosts(grownWindows(record, ranks, { rangeSeconds, growth })))
  const problem = pathProblem(costs, candidates, tolerance)
  const best = (allowed: number) => {
    const path = cheapestPath(problem, allowed)
    return path && recommendedBounds(path, allowed, costs, candidates)
  }
  const chosen = best(budget)
  if (!chosen) throw new UserError(tooSmallBudget(budget, fewestSteps(problem), candidates))
  const curve = Array.from({ length: CURVE.to - CURVE.from + 1 }, (_, i) => best(CURVE.from + i))
  return {
    budget,
    quantiles,
    rangeSeconds,
    tolerance: finiteOrNull(tolerance),
    standardErrors,
    growth,
    chosen,
    forced: candidates.forced,
    curve: curve.filter((point) => point !== undefined),
    ...validation(asked, candidates, options),
  }
}

function validation(
  { record, quantiles, rangeSeconds }: Asked,
  candidates: CandidateBounds,
  { budget, tolerance, standardErrors, growth }: RecommendationOptions,
): Pick<LayoutRecommendation, 'crossValidation' | 'crossValidationNote'> {
  const range = validationRange(rowCount(record.rows), rangeSeconds)
  const none = (why: string) => ({ crossValidation: null, crossValidationNote: `Not cross-validated: ${why}.` })
  if (range === undefined) return none(`the record of ${rowCount(record.rows)}s is too short to be cut in halves`)
  const ranks = windowRanks(record, candidates.bounds, { quantiles, standardErrors }, range)
  const choose = (costs: BoundCosts, included: (window: number) => boolean) => {
    const grown = boundCosts(grownWindows(record, ranks, { rangeSeconds: range, growth }, included))
    return cheapestPath(pathProblem(worseCosts(costs, grown), candidates, tolerance), budget)?.nodes ?? []
  }
  const found = crossValidate({ ranks, rangeSeconds: range, choose })
  if (found.folds.some((fold) => fold.chosenOnWindows === 0)) return none('one half of the time holds too few requests')
  const [chosen, judged] = [found.chosenOnWorstError, found.judgedOnWorstError].map(roughly)
  return {
    crossValidation: found,
    crossValidationNote: `Chosen on windows of ${range}s in every other block of ${found.blockSeconds}s: worst error ${chosen}; judged on the blocks between: ${judged}.`,
  }
}

function pathProblem(
  costs: BoundCosts,
  { bounds, roundness, forced, firstCover }: CandidateBounds,
  tolerance: number,
): PathProblem {
  const mustHold = forced.map(({ bound }) => bounds.indexOf(bound) + 1)
  const last = costs.size - 1
  return {
    ...costs,
    roundness: [0, ...roundness],
    tolerance,
    allowed: (from, to) => !mustHold.some((node) => from < node && node < to) && (to < last || from >= firstCover + 1),
  }
}

function recommendedBounds(
  path: CheapestPath,
  budget: number,
  costs: BoundCosts,
  { bounds }: CandidateBounds,
): RecommendedBounds {
  const cost = layoutCost(costs, path.nodes)
  return {
    budget,
    bounds: path.nodes.map((node) => bounds[node - 1] as number),
    series: path.nodes.length + 3,
    leastWorstError: path.leastWorst,
    worstError: cost.worst,
    meanError: cost.mean,
    guaranteedError: cost.guaranteed,
  }
}

function seenLatencies({ record, quantiles, rangeSeconds }: Asked): SeenLatencies {
  const totals = cellTotals(record.rows)
  const slowest = record.uppers.findLast((upper, cell) => Number.isFinite(upper) && (totals[cell] as number) > 0)
  const { exact } = windowRanks(record, [slowest ?? 1], { quantiles, standardErrors: 0 }, rangeSeconds).items
  if (slowest === undefined || exact.length === 0)
    throw new UserError(
      `too few requests to recommend bounds: no window of ${rangeSeconds}s holds ${fewestFor(quantiles)}, which the lowest asked quantile needs`,
    )
  return {
    // A microsecond is as fine as a record is, and 0 has no logarithm.
    lowestQuantile: Math.max(
      1e-6,
      exact.reduce((a, b) => Math.min(a, b)),
    ),
    highestQuantile: Math.max(
      1e-6,
      exact.reduce((a, b) => Math.max(a, b)),
    ),
    slowest: Math.max(1e-6, slowest),
  }
}

function fewestFor(quantiles: readonly number[]): number {
  return Math.ceil(1 / (1 - Math.min(...quantiles)) - 1e-9)
}

function tooSmallBudget(budget: number, needed: number, { forced }: CandidateBounds): string {
  const list = forced.map(({ bound, reason }) => `${bound} (${reason})`).join(', ')
  return `a budget of ${budget} bounds is too small: ${needed} are needed to hold ${list}, and a bound above the slowest request`
}
