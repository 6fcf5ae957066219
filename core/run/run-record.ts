// Everything that was seen of one run: what judgement needs, and all it needs.

import type { ReportedRun } from '../report/report.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { MachineModel } from '../simulation/machine-model.ts'
import type { Baseline } from './earlier-run.ts'
import type { ExactRecord } from './exact-record.ts'
import type { LoadResult } from './load-result.ts'
import type { PrometheusRecord } from './prometheus-record.ts'

export interface RunRecord {
  readonly scenario: Scenario
  /** The scenario as the report shows it: no secret in it. */
  readonly redactedScenario: unknown
  readonly load: LoadResult
  /** Null where the scenario names no metrics, or nothing could be scraped. */
  readonly prometheus: PrometheusRecord | null
  /** What the bundled server observed; seconds before the baseline scrape are left out. Null for a foreign service. */
  readonly exact: ExactRecord | null
  readonly run: ReportedRun
  /** What was assumed in place of a machine, where the run was simulated. Absent where it took place. */
  readonly simulated?: MachineModel
  /** The earlier run to judge against, where one was named. */
  readonly baseline?: Baseline
}
