// The samples of a subquery: its operand, evaluated at each whole multiple of its step that lies in its range. Before 3.0
// both ends of the range belong to it; since, the lower end does not.
// Source: prometheus/prometheus promql/engine.go, eval, SubqueryExpr.

import { labelSignature } from '../../../series/labels.ts'
import type { Labels, Sample } from '../../../series/series.ts'
import type { Subquery } from '../../expression/expression.ts'
import type { InstantSample } from '../instant-sample.ts'
import { type Instant, readAtMs, type SampleRange } from '../select-samples.ts'
import { earliestResultMs } from './earliest-result.ts'
import { checkHeld } from './step-budget.ts'

/** The step of subqueries where the global evaluation interval is not known: Prometheus' default for it. */
export const DEFAULT_SUBQUERY_STEP_MS = 60_000

/**
 * @param evaluateAt what the operand returns at an instant
 * @throws EvaluationError where there are more steps or samples than one evaluation takes
 */
export function subqueryRanges(
  subquery: Subquery,
  instant: Instant,
  evaluateAt: (step: Instant) => readonly InstantSample[],
): SampleRange[] {
  const earliestMs = earliestResultMs(subquery.operand, instant)
  const { startMs, endMs, firstMs, stepMs, count } = subquerySteps(subquery, instant, earliestMs)
  const ranges = new Map<string, { readonly labels: Labels; readonly samples: Sample[] }>()
  let held = 0
  for (let i = 0; i < count; i++) {
    const timestampMs = firstMs + i * stepMs
    const results = evaluateAt({ ...instant, timestampMs })
    held += results.length
    checkHeld(held, 'samples', subquery)
    for (const { labels, value } of results) {
      const signature = labelSignature(labels)
      const range = ranges.get(signature)
      if (range) range.samples.push({ timestampMs, value })
      else ranges.set(signature, { labels, samples: [{ timestampMs, value }] })
    }
  }
  return Array.from(ranges.values(), (range) => ({ ...range, startMs, endMs }))
}

export interface SubquerySteps {
  readonly startMs: number
  readonly endMs: number
  /** The first instant at which the operand is evaluated; the others follow, a step apart. */
  readonly firstMs: number
  readonly stepMs: number
  readonly count: number
}

/**
 * @param earliestMs before which the operand returns nothing
 * @throws EvaluationError where there are more steps than one evaluation takes
 */
export function subquerySteps(
  subquery: Subquery,
  instant: Omit<Instant, 'source'>,
  earliestMs = Number.NEGATIVE_INFINITY,
): SubquerySteps {
  const endMs = readAtMs(subquery, instant)
  const startMs = endMs - subquery.rangeMs
  const stepMs = subquery.stepMs ?? instant.subqueryStepMs
  const firstMs = Math.max(firstStep(startMs, stepMs, instant), Math.ceil(earliestMs / stepMs) * stepMs)
  const count = firstMs > endMs ? 0 : Math.floor((endMs - firstMs) / stepMs) + 1
  instant.budget.take(count, subquery)
  return { startMs, endMs, firstMs, stepMs, count }
}

function firstStep(startMs: number, stepMs: number, { dialect: { leftOpen } }: Pick<Instant, 'dialect'>): number {
  const aligned = Math.trunc(startMs / stepMs) * stepMs
  return aligned < startMs || (leftOpen && aligned === startMs) ? aligned + stepMs : aligned
}
