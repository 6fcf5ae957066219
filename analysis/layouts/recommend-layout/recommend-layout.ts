// Recommends the best bounds for a budget: round values with the least worst relative error of the requested quantiles
// over all moving windows, within a tolerance that is spent on narrower buckets. Every judged threshold is a bound, and a
// guard stands above every latency of the record.

import { finiteOrNull } from '../../../core/latency/latency-summary.ts'
import type { LayoutRecommendation, RecommendedBounds } from '../../../core/report/layout-comparison.ts'
import { UserError } from '../../../core/user-error.ts'
import type { AnalysisRequest } from '../analysis-request.ts'
import { roughPercent } from '../explain-layout/finding.ts'
import { allTotals, rowCount } from '../record/cell-rows.ts'
import { type BoundCosts, boundCosts, layoutCost, worseCosts } from './bound-costs.ts'
import { type CandidateBounds, candidateBounds, type SeenLatencies } from './candidate-bounds.ts'
import { type CheapestPath, cheapestPath, fewestSteps, type PathProblem } from './cheapest-path.ts'
import { crossValidate, validationRange } from './cross-validate.ts'
import { slowedWindows } from './slowed-windows.ts'
import { windowRanks } from './window-ranks.ts'

export interface RecommendationOptions {
  /** The greatest number of bounds, forced ones included. */
  readonly budget: number
  /**
   * How far the worst error may exceed the least one, relative, in favour of narrower buckets. At 0 the error is the
   * least, but a wide bucket may be right by luck; at Infinity only the greatest error that a bucket allows counts.
   */
  readonly tolerance: number
  /** Another run's quantile may lie this many standard errors beside the requested one: the bounds must suit it too. */
  readonly standardErrors: number
  /** The worst windows may become this many times slower than recorded; 1 for no slower ones. */
  readonly growth: number
}

// The worst of some hundred windows lies about three standard errors out, and one run's queue gets a fifth or so longer
// than another's. Without both allowances, bounds for the spike erred by 86 to 99% with another seed where 25% were
// promised; with them, by 21 to 29% where 31% were promised.
const STANDARD_ERRORS = 3
const GROWTH = 1.3

/** The budgets of the curve of error against cost. */
const CURVE = { from: 5, to: 20 } as const

type Requested = Pick<AnalysisRequest, 'record' | 'quantiles' | 'judgements' | 'rangeSeconds'>

/** @throws UserError if the budget cannot hold the forced bounds, or the record has too few requests */
export function recommendLayout(
  requested: Requested,
  {
    budget = 10,
    tolerance = 0.25,
    standardErrors = STANDARD_ERRORS,
    growth = GROWTH,
  }: Partial<RecommendationOptions> = {},
): LayoutRecommendation {
  const { record, quantiles, judgements, rangeSeconds } = requested
  const options = { budget, tolerance, standardErrors, growth }
  if (!Number.isInteger(budget) || budget < 1)
    throw new RangeError(`expected a budget of 1 bound or more, got ${budget}`)
  if (!(tolerance >= 0)) throw new RangeError(`expected a tolerance of 0 or more, got ${tolerance}`)
  if (!(standardErrors >= 0)) throw new RangeError(`expected 0 standard errors or more, got ${standardErrors}`)
  if (!(growth >= 1)) throw new RangeError(`expected a growth of 1 or more, got ${growth}`)
  const candidates = candidateBounds(seenLatencies(requested), judgements)
  const ranks = windowRanks(record, candidates.bounds, { quantiles, standardErrors }, rangeSeconds)
  const costs = worseCosts(boundCosts(ranks), boundCosts(slowedWindows(record, ranks, { rangeSeconds, growth })))
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
    ...validation(requested, candidates, options),
  }
}

function validation(
  { record, quantiles, rangeSeconds }: Requested,
  candidates: CandidateBounds,
  { budget, tolerance, standardErrors, growth }: RecommendationOptions,
): Pick<LayoutRecommendation, 'crossValidation' | 'crossValidationNote'> {
  const range = validationRange(rowCount(record.rows), rangeSeconds)
  const none = (why: string) => ({ crossValidation: null, crossValidationNote: `Not cross-validated: ${why}.` })
  if (range === undefined) return none(`the record of ${rowCount(record.rows)}s is too short to be cut in halves`)
  const ranks = windowRanks(record, candidates.bounds, { quantiles, standardErrors }, range)
  const choose = (costs: BoundCosts, included: (window: number) => boolean) => {
    const grown = boundCosts(slowedWindows(record, ranks, { rangeSeconds: range, growth }, included))
    return cheapestPath(pathProblem(worseCosts(costs, grown), candidates, tolerance), budget)?.nodes ?? []
  }
  const found = crossValidate({ ranks, rangeSeconds: range, choose })
  if (found.folds.some((fold) => fold.chosenOnWindows === 0)) return none('one half of the time holds too few requests')
  const [chosen, judged] = [found.chosenOnWorstError, found.judgedOnWorstError].map(roughPercent)
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

function seenLatencies({ record, quantiles, rangeSeconds }: Requested): SeenLatencies {
  const totals = allTotals(record.rows)
  const slowest = record.uppers.findLast((upper, cell) => Number.isFinite(upper) && (totals[cell] as number) > 0)
  const { exact } = windowRanks(record, [slowest ?? 1], { quantiles, standardErrors: 0 }, rangeSeconds).items
  if (slowest === undefined || exact.length === 0)
    throw new UserError(
      `too few requests to recommend bounds: no window of ${rangeSeconds}s holds ${fewestFor(quantiles)}, which the lowest requested quantile needs`,
    )
  return {
    // A microsecond is the record's resolution, and 0 has no logarithm.
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
  return `a budget of ${budget} bounds is too small: ${needed} are needed for ${list}, and for a bound above the slowest request`
}
