import type { Verdict } from '../../../core/report/worst-verdict.ts'

/** An expectation that is not decided is called by what it is. */
export const EXPECTATION_WORDS: Readonly<Record<Verdict, string>> = {
  pass: 'met',
  fail: 'not met',
  inconclusive: 'cannot be told',
}
