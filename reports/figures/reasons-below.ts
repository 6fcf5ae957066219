// What bears on the verdict, and what a reader has read of it already: no sentence is said twice.

import type { Report } from '../../core/report/report.ts'
import { sayOnce } from '../../core/text/say-once.ts'
import { leadingRow } from './cross-check-figures.ts'
import { judgedVerdict } from './verdict-label.ts'

/**
 * What stands below the answer: of a pass only the notes, because the answer itself says what was met; else every reason.
 * A report of an earlier version has no answer, and all of its reasons are shown. Why the estimate is off is left out: it
 * stands with the figures of the cross-check.
 */
export function reasonsBelow(report: Report): readonly string[] {
  const { headline, reasons, notes, crossCheck } = report
  const all = judgedVerdict(report) === 'pass' && headline !== undefined && notes !== undefined ? notes : reasons
  const explained = leadingRow(crossCheck)?.explanation
  return sayOnce(
    all.filter((reason) => reason !== explained),
    headline === undefined ? [] : [headline],
  )
}

/** What stands in the verdict's part, so that the parts below need not say it again. */
export function verdictTexts(report: Report): readonly string[] {
  return [...(report.headline === undefined ? [] : [report.headline]), ...reasonsBelow(report)]
}
