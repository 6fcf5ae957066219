// The moving estimate over a run, as a dashboard queries it.

import type { EstimateAt } from '../../../core/run/prometheus-record.ts'
import { type RunTime, secondOfRun } from '../../observation/run-time.ts'
import type { QueryApi, TimeRange } from '../query-api.ts'

/** One at each step: the largest value over all label sets, because an alert sees that one first. */
export async function collectEstimates(
  api: QueryApi,
  expression: string,
  range: TimeRange,
  stepSeconds: number,
  time: RunTime,
): Promise<EstimateAt[]> {
  const stepMs = stepSeconds * 1e3
  const largest = new Map<number, number>()
  for (const { samples } of await api.queryRange(expression, range, stepMs))
    for (const { timestampMs, value } of samples)
      if (!Number.isNaN(value)) largest.set(timestampMs, Math.max(value, largest.get(timestampMs) ?? value))
  const estimates: EstimateAt[] = []
  for (let step = 0; range.fromMs + step * stepMs <= range.toMs; step++) {
    const atMs = Math.round(range.fromMs + step * stepMs)
    estimates.push({ atSeconds: secondOfRun(time, atMs), value: largest.get(atMs) ?? null })
  }
  return estimates
}
