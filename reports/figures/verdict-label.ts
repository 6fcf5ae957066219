// A verdict as people see it: a mark and a word, so that neither colour nor a symbol has to carry it alone.

import { quantileLabel } from '../../core/latency/quantile.ts'
import type { Report } from '../../core/report/report.ts'
import type { Verdict } from '../../core/report/worst-verdict.ts'

export const VERDICT_MARKS: Readonly<Record<Verdict, string>> = { pass: '✔', inconclusive: '?', fail: '✖' }

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  pass: 'PASS',
  inconclusive: 'INCONCLUSIVE',
  fail: 'FAIL',
}

/** `P95` for 0.95: how quantiles are headed in what people read. */
export function quantileHeading(quantile: number): string {
  return quantileLabel(quantile).toUpperCase()
}

/** What the judgement came to: of the service, or, where the run was simulated, of the model. */
export function judgedVerdict({ verdict, simulation }: Pick<Report, 'verdict' | 'simulation'>): Verdict {
  return simulation?.verdict ?? verdict
}

/** What stands in the largest letters. */
export function verdictTitle({ verdict, simulation }: Pick<Report, 'verdict' | 'simulation'>): string {
  return simulation === undefined ? VERDICT_WORDS[verdict] : `SIMULATED (model: ${VERDICT_WORDS[simulation.verdict]})`
}

/** Nobody feels what is simulated. */
export function usersFelt({ simulation }: Pick<Report, 'simulation'>): string {
  return simulation === undefined ? 'users felt' : 'users would feel'
}
