// Writes a back-test: backtest.json, backtest.md and backtest.html, and a summary on the terminal.

import { join } from 'node:path'
import type { BacktestReport } from '../../core/report/backtest-report.ts'
import { jsonText } from '../json/json-text.ts'
import { oneLine } from '../published/one-line.ts'
import { publishReport, type ReportOutput } from '../published/publish-report.ts'
import { renderBacktestPage } from './html/backtest-page.ts'
import { renderBacktestMarkdown } from './markdown/backtest-markdown.ts'
import { renderBacktest } from './terminal/render-backtest.ts'

/** @throws UserError where a file cannot be written; what was found is printed all the same */
export async function publishBacktest(report: BacktestReport, output: ReportOutput): Promise<void> {
  await publishReport(
    {
      stem: 'backtest',
      json: jsonText(report),
      markdown: renderBacktestMarkdown(report),
      html: renderBacktestPage(report),
      line: oneLine(report),
      summary: (options, folder) =>
        renderBacktest(report, { ...options, page: folder === null ? null : join(folder, 'backtest.html') }),
    },
    output,
  )
}
