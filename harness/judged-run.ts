// A run that was measured and judged.

import { reportDetails } from '../analysis/details/report-details.ts'
import { judgeRun } from '../analysis/judge-run.ts'
import { judgeRuns } from '../analysis/repeats/judge-runs.ts'
import { poolRuns } from '../analysis/repeats/pool-runs.ts'
import type { Report } from '../core/report/report.ts'
import type { ReportDetails } from '../core/report/report-details.ts'
import type { RunRecord } from '../core/run/run-record.ts'
import { hideSecretsIn } from '../core/secrets/secrets.ts'
import { reportWords } from './report-words.ts'
import { reportRuns } from './reported-run.ts'
import type { RunSetup } from './setup/run-setup.ts'

export interface JudgedRun extends RunRecord {
  readonly report: Report
  /** The curves behind the report's charts. */
  readonly details: ReportDetails
}

export function judgeOne(record: RunRecord): JudgedRun {
  const report = hideSecretsIn(judgeRun(record), reportWords)
  return { ...record, report, details: reportDetails(record, report) }
}

/** Pools the records of repeated runs and judges them as one run. */
export function judgeTogether(runs: readonly JudgedRun[], setup: RunSetup): JudgedRun {
  const pooled = poolRuns(runs)
  const reports = runs.map(({ report }) => report)
  const report = hideSecretsIn(judgeRuns({ records: runs, reports, pooled }, reportRuns(runs, setup)), reportWords)
  return { ...pooled, report, details: reportDetails(pooled, report) }
}
