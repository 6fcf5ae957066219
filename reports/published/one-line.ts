// What `--quiet` prints of a report: its verdict, and the sentence that decides it.

import type { Verdict } from '../../core/report/worst-verdict.ts'

export interface Concluded {
  /** Null where nothing was expected. */
  readonly verdict: Verdict | null
  readonly headline: string
  /** Sentences, worst first. */
  readonly reasons: readonly string[]
}

export function oneLine({ verdict, headline, reasons: [worst] }: Concluded): string {
  if (verdict === null) return headline
  return `${verdict}: ${verdict === 'pass' ? headline : (worst ?? headline)}`
}
