// One of the runs that are compared. The first run is the reference for all others.

import type { Report } from '../../../core/report/report.ts'
import type { ReportDetails } from '../../../core/report/report-details.ts'
import { formatTimestamp } from '../page/timestamp.ts'

export interface ComparedRun {
  readonly report: Report
  readonly details: ReportDetails
}

export interface NamedRun extends ComparedRun {
  /** `A`, `B`, …: its name in tables and charts. */
  readonly letter: string
  /** `A spike` */
  readonly name: string
  /** `2026-11-23 05:52:07 UTC` */
  readonly startedAt: string
}

export function namedRuns(runs: readonly ComparedRun[]): NamedRun[] {
  return runs.map(({ report, details }, i) => {
    const letter = letterOf(i)
    return {
      report,
      details,
      letter,
      name: `${letter} ${report.scenario.name}`,
      startedAt: formatTimestamp(report.run.startedAt),
    }
  })
}

/** A to Z, then A2 to Z2, and so on. */
function letterOf(index: number): string {
  const round = Math.floor(index / 26)
  return `${String.fromCharCode(65 + (index % 26))}${round === 0 ? '' : round + 1}`
}
