// How a simulated run is marked wherever a report is shown: its verdict is not taken for that of a service.

import type { Report } from '../../core/report/report.ts'
import type { Verdict } from '../../core/report/worst-verdict.ts'
import { VERDICT_WORDS } from './verdict-label.ts'

/** What the judgement came to: of the service, or, where the run was simulated, of the model. */
export function judgedVerdict({ verdict, simulation }: Pick<Report, 'verdict' | 'simulation'>): Verdict {
  return simulation?.verdict ?? verdict
}

/** What stands in the largest letters. */
export function verdictTitle({ verdict, simulation }: Pick<Report, 'verdict' | 'simulation'>): string {
  return simulation === undefined ? VERDICT_WORDS[verdict] : `SIMULATED (model: ${VERDICT_WORDS[simulation.verdict]})`
}
