// What is taken for granted of a service of which nothing is known: a usual day of traffic, and latencies that keep well
// below what its rules call slow.

import type { DrillObjective } from '../../../core/report/drill-report.ts'
import type { LatencyModel } from '../../../core/scenario/server-behaviour.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import type { RuleFile } from '../../../prometheus/alerting/rule-file.ts'
import type { AlertReads } from '../model/rule-reads.ts'
import { ASSUMED, type DrilledLatency, type DrilledTraffic } from './drilled-service.ts'
import { latencyLimits } from './latency-limits.ts'
import { modelWords } from './service-of-scenario.ts'

/** Relative rates of people who work and rest: the quietest hour of a day has a tenth of the busiest one. */
export const USUAL_HOURS: readonly number[] = [
  0.45, 0.3, 0.2, 0.17, 0.2, 0.35, 0.6, 0.9, 1.25, 1.5, 1.6, 1.6, 1.5, 1.55, 1.65, 1.65, 1.6, 1.5, 1.4, 1.3, 1.15, 1,
  0.85, 0.65,
]
export const USUAL_WEEKDAYS: readonly number[] = [1.1, 1.12, 1.12, 1.1, 1.05, 0.75, 0.76]

const USUAL_RATE = 10

export const ASSUMED_TRAFFIC: DrilledTraffic = { source: ASSUMED, meanRate: USUAL_RATE, hours: null, weekdays: null }

/** Where rules name no latency. */
const USUAL_P95_SECONDS = 0.1
/** The P95 of a service that is well is a third of the lowest limit that its rules set. */
const LIMIT_PER_P95 = 3
const P95_PER_MEDIAN = 2.5

export function assumedLatency(
  reads: readonly AlertReads[],
  rules: RuleFile,
  objectives: readonly DrillObjective[],
): DrilledLatency {
  const limits = [
    ...latencyLimits(reads, rules).map(({ seconds }) => seconds),
    ...objectives.flatMap(({ boundSeconds }) => boundSeconds ?? []),
  ]
  const lowest = limits.length === 0 ? null : Math.min(...limits)
  const p95Seconds = lowest === null ? USUAL_P95_SECONDS : lowest / LIMIT_PER_P95
  const model: LatencyModel = { kind: 'lognormal', medianSeconds: p95Seconds / P95_PER_MEDIAN, p95Seconds }
  const why =
    lowest === null
      ? ''
      : `, a third of ${formatDuration(lowest)}, the lowest limit that the rules or the objectives set`
  return { source: ASSUMED, model, wakeLatenessSeconds: 0, sentence: `${modelWords(model)}${why}` }
}

/** Where no objective says how many may fail. */
const USUAL_ERROR_SHARE = 1e-4
/** A service that is well burns a tenth of its budget. */
const BUDGETS_PER_USUAL = 10

/** The share of requests that fail on any day. */
export function assumedErrorShare(objectives: readonly DrillObjective[]): number {
  const allowed = objectives.flatMap(({ kind, allowedShare }) =>
    kind === 'errors' && allowedShare > 0 ? allowedShare : [],
  )
  return allowed.length === 0 ? USUAL_ERROR_SHARE : Number((Math.min(...allowed) / BUDGETS_PER_USUAL).toPrecision(6))
}
