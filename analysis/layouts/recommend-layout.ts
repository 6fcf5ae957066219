// The best bounds for a budget: friendly values that minimise the worst relative error of the asked quantiles over all
// moving windows, with every judged threshold a bound, all that was seen below the guard's bucket, and the guard above.

import type { LayoutRecommendation, RecommendationAim, RecommendedBounds } from '../../core/layout-comparison.ts'
import { formatShare } from '../../core/objective.ts'
import { UserError } from '../../core/user-error.ts'
import { type BoundCosts, boundCosts, layoutCost } from './bound-costs.ts'
import { type CandidateBounds, candidateBounds, type SeenLatencies } from './candidate-bounds.ts'
import { cellTotals, rowCount } from './cell-rows.ts'
import { bestUpTo, type CheapestPath, cheapestPaths } from './cheapest-path.ts'
import { crossValidate, validationRange } from './cross-validate.ts'
import type { LayoutQuestion } from './layout-question.ts'
import { windowRanks } from './window-ranks.ts'

export interface RecommendationOptions {
  /** The most bounds, the two guards included. */
  readonly budget: number
  /** `observed`: the error the windows had. `guaranteed`: the most that each bucket allows, whatever the data. */
  readonly aim: RecommendationAim
}

/** Budgets of the curve of error against cost. */
const CURVE = { from: 5, to: 20 } as const

type Asked = Pick<LayoutQuestion, 'record' | 'quantiles' | 'judgements' | 'rangeSeconds'>

/** @throws UserError where the budget cannot hold what is forced, or the record has too few requests to judge by */
export function recommendLayout(
  asked: Asked,
  { budget = 10, aim = 'observed' }: Partial<RecommendationOptions> = {},
): LayoutRecommendation {
  const { record, quantiles, judgements, rangeSeconds } = asked
  const seen = seenLatencies(asked)
  const candidates = candidateBounds(seen, judgements)
  const ranks = windowRanks(record, candidates.bounds, quantiles, rangeSeconds)
  const costs = boundCosts(ranks)
  const paths = cheapestPaths(pathProblem(costs, candidates, aim), Math.max(budget, CURVE.to))
  const best = bestUpTo(paths, budget)
  if (!best) throw new UserError(tooSmallBudget(budget, paths, candidates))
  const described = (path: CheapestPath, allowed: number) => recommendedBounds(path, allowed, costs, candidates)
  const curve = Array.from({ length: CURVE.to - CURVE.from + 1 }, (_, i) => CURVE.from + i)
  return {
    budget,
    quantiles,
    rangeSeconds,
    aim,
    chosen: described(best, budget),
    forced: candidates.forced,
    curve: curve.flatMap((allowed) => {
      const path = bestUpTo(paths, allowed)
      return path ? [described(path, allowed)] : []
    }),
    ...validation(asked, candidates, budget, aim),
  }
}

function validation(
  { record, quantiles, rangeSeconds }: Asked,
  candidates: CandidateBounds,
  budget: number,
  aim: RecommendationAim,
): Pick<LayoutRecommendation, 'crossValidation' | 'crossValidationNote'> {
  const range = validationRange(rowCount(record.rows), rangeSeconds)
  const none = (why: string) => ({ crossValidation: null, crossValidationNote: `Not cross-validated: ${why}.` })
  if (range === undefined) return none(`the record of ${rowCount(record.rows)}s is too short to be cut in halves`)
  const ranks = windowRanks(record, candidates.bounds, quantiles, range)
  const choose = (costs: BoundCosts) =>
    bestUpTo(cheapestPaths(pathProblem(costs, candidates, aim), budget), budget)?.nodes ?? []
  const found = crossValidate({ ranks, rangeSeconds: range, choose })
  if (found.folds.some((fold) => fold.chosenOnWindows === 0)) return none('one half of the time holds too few requests')
  const [chosen, judged] = [found.chosenOnWorstError, found.judgedOnWorstError].map((error) =>
    formatShare(Number(error.toPrecision(2))),
  )
  return {
    crossValidation: found,
    crossValidationNote: `Chosen on every other block of ${found.blockSeconds}s (worst error ${chosen}), judged on the blocks between: ${judged}.`,
  }
}

function pathProblem(
  costs: BoundCosts,
  { bounds, roundness, forced, firstCover }: CandidateBounds,
  aim: RecommendationAim,
) {
  const mustHold = forced.map(({ bound }) => bounds.indexOf(bound) + 1)
  const last = costs.size - 1
  return {
    size: costs.size,
    worst: aim === 'observed' ? costs.worst : costs.guaranteed,
    sum: costs.sum,
    roundness: [0, ...roundness],
    allowed: (from: number, to: number) =>
      !mustHold.some((node) => from < node && node < to) && (to < last || from >= firstCover + 1),
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
    worstError: cost.worst,
    meanError: cost.mean,
    guaranteedError: cost.guaranteed,
  }
}

function seenLatencies({ record, quantiles, rangeSeconds }: Asked): SeenLatencies {
  const totals = cellTotals(record.rows)
  const slowest = record.uppers.findLast((upper, cell) => Number.isFinite(upper) && (totals[cell] as number) > 0)
  const { exact } = windowRanks(record, [slowest ?? 1], quantiles, rangeSeconds).items
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

function tooSmallBudget(
  budget: number,
  paths: readonly (CheapestPath | undefined)[],
  { forced }: CandidateBounds,
): string {
  const needed = paths.findIndex((path) => path !== undefined) + 1
  const list = forced.map(({ bound, reason }) => `${bound} (${reason})`).join(', ')
  return `a budget of ${budget} bounds is too small: ${needed} are needed to hold ${list}, and a bound above the slowest request`
}
