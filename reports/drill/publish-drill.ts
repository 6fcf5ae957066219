// Writes a drill: drill.json, drill.md and drill.html, the proposed rules where there are some, and a summary on the terminal.

import { join } from 'node:path'
import type { DrillReport } from '../../core/report/drill-report.ts'
import { jsonText } from '../json/json-text.ts'
import { oneLine } from '../published/one-line.ts'
import { publishReport, type ReportOutput } from '../published/publish-report.ts'
import { renderDrillPage } from './html/drill-page.ts'
import { renderDrillMarkdown } from './markdown/drill-markdown.ts'
import { renderDrill } from './terminal/render-drill.ts'

const PROPOSED_FILE = 'proposed.rules.yml'

/** @throws UserError where a file cannot be written; what was found is printed all the same */
export async function publishDrill(report: DrillReport, output: ReportOutput): Promise<void> {
  const rules = report.powerCurve?.proposal?.rules
  await publishReport(
    {
      stem: 'drill',
      json: jsonText(report),
      markdown: renderDrillMarkdown(report),
      html: renderDrillPage(report),
      ...(rules !== undefined && { others: { [PROPOSED_FILE]: rules } }),
      line: oneLine(report),
      summary: (options, folder) =>
        renderDrill(report, {
          ...options,
          page: folder === null ? null : join(folder, 'drill.html'),
          proposalFile: folder === null || rules === undefined ? null : join(folder, PROPOSED_FILE),
        }),
    },
    output,
  )
}
