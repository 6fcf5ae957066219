// A drill on a terminal. Pure.

import type { DrillReport } from '../../../core/report/drill-report.ts'
import type { TerminalOptions } from '../../terminal/terminal-options.ts'

export interface DrillTerminal extends TerminalOptions {
  /** The page that was written; null for none. */
  readonly page: string | null
}

export function renderDrill(report: DrillReport, { page }: DrillTerminal): string {
  const lines = [report.headline, ...report.reasons, ...report.notes, ...report.assumptions]
  for (const { alert, outcome, problem, quiet, detections } of report.alerts) {
    lines.push('', `${alert} ${outcome} ${problem ?? ''}`)
    if (quiet) lines.push(`  quiet ${quiet.pages} pages, always ${quiet.alwaysFiring}, flaps ${quiet.flaps}`)
    for (const d of detections)
      lines.push(
        `  ${d.incident} ${d.outcome} f=${d.firingAfterSeconds} n=${d.notifiedAfterSeconds} r=${d.resolvedAfterSeconds} flaps=${d.flaps} ${d.burnt.map((b) => `${b.objective}: ${b.share}`)}`,
      )
  }
  return `${lines.join('\n')}\n${page}\n`
}
