import { latencyLimitSeconds } from '../../core/scenario/objective.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'

/** A limit to the time of whole answers, which is what histograms observe. */
export interface LatencyLimit {
  /** As written: `p95 < 300ms`. */
  readonly text: string
  /** Its place among the objectives. */
  readonly index: number
  readonly seconds: number
}

export function latencyLimits({ sla }: Pick<Scenario, 'sla'>): readonly LatencyLimit[] {
  return sla.flatMap(({ text, objective }, index) => {
    const seconds = objective.kind === 'ttfb' ? undefined : latencyLimitSeconds(objective)
    return seconds === undefined ? [] : [{ text, index, seconds }]
  })
}
