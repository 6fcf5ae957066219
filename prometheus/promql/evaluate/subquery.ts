// The samples of a subquery: its operand, evaluated at each whole multiple of its step that lies in its range. Before 3.0
// both ends of the range belong to it; since, the lower end does not.
// Source: prometheus/prometheus promql/engine.go, eval, SubqueryExpr.

import { labelSignature } from '../../series/labels.ts'
import type { Labels, Sample } from '../../series/series.ts'
import type { Subquery } from '../expression/expression.ts'
import { earliestResultMs } from './earliest-result.ts'
import type { InstantSample } from './instant-sample.ts'
import { type Instant, readAtMs, type SampleRange } from './select-samples.ts'

/** The step of subqueries where the global evaluation interval is not known: Prometheus' default for it. */
export const DEFAULT_SUBQUERY_STEP_MS = 60_000

/** @param evaluateAt what the operand returns at an instant */
export function subqueryRanges(
  subquery: Subquery,
  instant: Instant,
  evaluateAt: (step: Instant) => readonly InstantSample[],
): SampleRange[] {
  const { startMs, endMs, instantsMs } = subquerySteps(subquery, instant)
  const earliestMs = earliestResultMs(subquery.operand, instant)
  const ranges = new Map<string, { readonly labels: Labels; readonly samples: Sample[] }>()
  for (const timestampMs of instantsMs) {
    if (timestampMs < earliestMs) continue
    for (const { labels, value } of evaluateAt({ ...instant, timestampMs })) {
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
  /** At which the operand is evaluated; ascending. */
  readonly instantsMs: readonly number[]
}

export function subquerySteps(subquery: Subquery, instant: Omit<Instant, 'source'>): SubquerySteps {
  const endMs = readAtMs(subquery, instant)
  const startMs = endMs - subquery.rangeMs
  const stepMs = subquery.stepMs ?? instant.subqueryStepMs
  const firstMs = firstStep(startMs, stepMs, instant)
  const count = Math.max(0, Math.floor((endMs - firstMs) / stepMs) + 1)
  return { startMs, endMs, instantsMs: Array.from({ length: count }, (_, i) => firstMs + i * stepMs) }
}

function firstStep(startMs: number, stepMs: number, { dialect: { leftOpen } }: Pick<Instant, 'dialect'>): number {
  const aligned = Math.trunc(startMs / stepMs) * stepMs
  return aligned < startMs || (leftOpen && aligned === startMs) ? aligned + stepMs : aligned
}
