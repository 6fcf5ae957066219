// A verdict as people see it: a mark and a word, so that neither colour nor a symbol has to carry it alone.

import { quantileLabel } from '../../core/latency/quantile.ts'
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
