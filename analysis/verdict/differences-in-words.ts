import type { RunDifference } from '../../core/report/report.ts'
import { listedUpTo } from '../../core/text/plural.ts'

/** The report lists all of them. */
const DIFFERENCES_LISTED = 4

/** `load.connections (8 then, 16 now) and cpu count (2 then, 4 now)`. */
export function differencesInWords(differences: readonly RunDifference[]): string {
  const words = differences.map(({ what, before, after }) => `${what} (${before} then, ${after} now)`)
  return listedUpTo(DIFFERENCES_LISTED, words)
}
