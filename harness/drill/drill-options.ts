// What `sla-harness drill` is asked, once its flags are read.

import type { DrillExpectation } from '../../analysis/drill/drill-expectation.ts'
import type { SeriesBegin } from '../../core/drill/service-model.ts'
import type { DrillObjective } from '../../core/report/drill-report.ts'
import type { LatencyModel } from '../../core/scenario/server-behaviour.ts'
import type { SeriesOverride } from './model/series-override.ts'

export type ServiceSource =
  | { readonly kind: 'assumed' }
  /** A name or a path. */
  | { readonly kind: 'scenario'; readonly scenario: string }
  | { readonly kind: 'run'; readonly path: string }
  | { readonly kind: 'prometheus'; readonly url: string }

export interface DrillOptions {
  /** None where the scenario names a rule file. */
  readonly rules: readonly string[]
  readonly source: ServiceSource
  /** A file of incidents; null for the catalogue. */
  readonly incidentsFile: string | null
  /** Of the incidents, these alone; empty for all. */
  readonly incidents: readonly string[]
  readonly alertmanagerFile: string | null
  readonly days: number
  readonly quietMonths: number
  /** The first of several. */
  readonly seed: number
  readonly seeds: number
  /** In which share of several seeds what is expected has to hold, from 0 to 1. */
  readonly requiredShare: number
  /** Left out: one for each core. */
  readonly threads?: number | undefined
  readonly scrapeIntervalSeconds: number
  readonly evaluationSeconds: number
  readonly instances: number
  /** Requests per second; null for that of the source. */
  readonly rate: number | null
  readonly latency: LatencyModel | null
  /** The share of requests that fail on any day. */
  readonly errorShare: number | null
  readonly objectives: readonly DrillObjective[]
  readonly series: readonly SeriesOverride[]
  readonly seriesBegin: SeriesBegin
  /** The alerts to drill; empty for all. */
  readonly alerts: readonly string[]
  readonly expectations: readonly DrillExpectation[]
}
