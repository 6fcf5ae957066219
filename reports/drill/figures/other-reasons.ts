import type { DrillReport } from '../../../core/report/drill-report.ts'

/** The reasons that do not stand beside an expectation as well. */
export function otherReasons({ reasons, expectations }: DrillReport): string[] {
  return reasons.filter((reason) => !expectations.some((expected) => reason.endsWith(expected.reason)))
}
