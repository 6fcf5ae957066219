import type { Report } from '../../core/report/report.ts'

/**
 * What stands below the answer: of a pass only the notes, because the answer itself says what was met; else every reason.
 * A report of an earlier version has no answer, and all of its reasons are shown.
 */
export function reasonsBelow({ verdict, headline, reasons, notes }: Report): readonly string[] {
  return verdict === 'pass' && headline !== undefined && notes !== undefined ? notes : reasons
}
