// The samples of a subquery: its operand, evaluated at each whole multiple of its step that lies in its range. Before 3.0
// both ends of the range belong to it; since, the lower end does not.
// Source: prometheus/prometheus promql/engine.go, eval, SubqueryExpr.

import type { Subquery } from '../../expression/expression.ts'
import type { InstantSample } from '../instant-sample.ts'
import { type Instant, readAtMs, type SampleRange } from '../select-samples.ts'
import { addStep, type SeriesBySignature } from './stepped-series.ts'

/** The step of subqueries where the global evaluation interval is not known: Prometheus' default for it. */
export const DEFAULT_SUBQUERY_STEP_MS = 60_000

/** @param evaluateAt what the operand returns at an instant */
export function subqueryRanges(
  subquery: Subquery,
  instant: Instant,
  evaluateAt: (step: Instant) => readonly InstantSample[],
): SampleRange[] {
  const endMs = readAtMs(subquery, instant)
  const startMs = endMs - subquery.rangeMs
  const stepMs = subquery.stepMs ?? instant.subqueryStepMs
  const firstMs = firstStep(startMs, stepMs, instant)
  const at = (timestampMs: number) => evaluateAt({ ...instant, timestampMs })
  const remembered = instant.memory?.stepsOf(subquery, { firstMs, endMs, stepMs, queriedAtMs: instant.queriedAtMs }, at)
  const ranges: SeriesBySignature = remembered?.series ?? new Map()
  for (let timestampMs = remembered?.nextMs ?? firstMs; timestampMs <= endMs; timestampMs += stepMs)
    addStep(ranges, timestampMs, at(timestampMs))
  return Array.from(ranges.values(), ({ labels, samples }) => ({ labels, samples, startMs, endMs }))
}

function firstStep(startMs: number, stepMs: number, { dialect: { leftOpen } }: Instant): number {
  const aligned = Math.trunc(startMs / stepMs) * stepMs
  return aligned < startMs || (leftOpen && aligned === startMs) ? aligned + stepMs : aligned
}
