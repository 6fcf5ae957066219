// What is kept of a run beside its results, so that whoever finds these can judge them. There is no secret in it.

import type { ReportedRun } from '../../report/report.ts'
import type { Scenario } from '../../scenario/scenario.ts'

export interface RunDescription {
  /** Without secrets. */
  readonly scenario: Scenario
  /** As a report shows it. */
  readonly redactedScenario: unknown
  /** Generator threads of the whole run. */
  readonly workers: number
  /** The command that does it again. */
  readonly replay: string
  /** Of whoever led it. */
  readonly ledBy: Pick<ReportedRun, 'harnessVersion' | 'nodeVersion' | 'platform' | 'cpuCount'>
}
