// What a run came to, as programs that call the library get it.

import type { Report } from '../core/report/report.ts'
import type { Verdict } from '../core/report/worst-verdict.ts'

export interface RunOutcome {
  readonly verdict: Verdict
  /** Sentences, worst first. */
  readonly reasons: readonly string[]
  readonly report: Report
  /** Where the report was written; null where it was not. */
  readonly folder: string | null
  /** Why the report is not, or not all of it, where it was to be written, and where it is instead; null where it is. */
  readonly unkept: string | null
}
