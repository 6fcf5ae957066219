// What a thread that simulates the months of a drill is handed: once, and for each month. Plain data.

import type { ReductionFacts } from '../../../analysis/drill/month-outcome.ts'
import type { MonthPlan } from '../drill-month.ts'
import type { DrillOptions } from '../drill-options.ts'
import type { PreparedDrill } from '../prepare-drill.ts'

export interface MonthSetup {
  readonly drill: Omit<PreparedDrill, 'notifications'>
  readonly options: DrillOptions
  readonly alerts: ReductionFacts['alerts']
}

export interface MonthJob {
  readonly plan: MonthPlan
  /** Whether the firings themselves are handed over. */
  readonly keepsFirings: boolean
}
