// The exit codes that other programs rely on.

import type { Verdict } from '../core/report/worst-verdict.ts'
import type { JUnitPolicy } from '../reports/junit/junit.ts'

export const EXIT_CODES = {
  pass: 0,
  fail: 1,
  usage: 2,
  inconclusive: 3,
  defect: 70,
  interrupted: 130,
} as const

export const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT_CODES, string>> = {
  pass: 'pass',
  fail: 'the SLA is not met, or a regression against the baseline is called',
  usage: 'bad usage, bad scenario or rule file, target unreachable, port taken, missing program',
  inconclusive: 'inconclusive (`--inconclusive fail` makes it 1, `--inconclusive pass` makes it 0)',
  defect: 'a defect of the harness itself',
  interrupted: 'interrupted: what was measured is reported',
}

/** How the exit code counts an inconclusive run. */
export type InconclusivePolicy = 'fail' | 'pass' | 'inconclusive'

export function exitCodeOf(verdict: Verdict, interrupted: boolean, policy: InconclusivePolicy): number {
  if (interrupted) return EXIT_CODES.interrupted
  return EXIT_CODES[verdict === 'inconclusive' ? policy : verdict]
}

/** Of what is judged by expectations alone. @param verdict null where there are none */
export function exitCodeOfExpectations(
  verdict: Verdict | null,
  interrupted: boolean,
  policy: InconclusivePolicy,
): number {
  if (verdict === null) return interrupted ? EXIT_CODES.interrupted : EXIT_CODES.pass
  return exitCodeOf(verdict, interrupted, policy)
}

/** CI systems count a skipped test as no failure: only where the exit code says failure does the file say so too. */
export function junitPolicy(policy: InconclusivePolicy): JUnitPolicy {
  return { inconclusive: policy === 'fail' ? 'failure' : 'skipped' }
}
