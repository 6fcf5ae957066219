// `sla-harness compare`: shows runs side by side, and how their scenarios and environments differ.

import { writeFile } from 'node:fs/promises'
import { Command } from 'commander'
import { runDifferences } from '../analysis/baseline/run-differences.ts'
import type { Report } from '../core/report/report.ts'
import { UserError } from '../core/user-error.ts'
import { renderComparisonPage } from '../reports/html/comparison/comparison-page.ts'
import { readDetails } from '../reports/run-folder/read-details.ts'
import { readReport } from '../reports/run-folder/read-run.ts'
import { renderComparison } from '../reports/terminal/comparison.ts'
import { terminalOptions } from '../reports/terminal/terminal-options.ts'
import { flag } from './flags/flag.ts'
import { type Example, withExamples } from './help/examples.ts'
import { writeMessage } from './message.ts'

const EXAMPLES: readonly Example[] = [
  {
    does: 'what changed between two runs',
    run: 'sla-harness compare reports/runs/spike/2026-11-26T10-00-00Z reports/runs/spike/latest',
  },
  { does: 'the same as a page', run: 'sla-harness compare before after --html comparison.html' },
]

export function compareCommand(): Command {
  const command = new Command('compare')
    .description('put two or more runs side by side: objectives, quantiles, what changed in scenario and environment')
    .argument('<run...>', 'folders of runs, or their report.json; the first is what the others are compared with')
    .addOption(flag('--html <file>', 'write the comparison as one page, curves overlaid'))
    .action(compare)
  return withExamples(command, EXAMPLES)
}

interface CompareFlags {
  readonly html?: string
}

async function compare(paths: readonly string[], { html }: CompareFlags): Promise<void> {
  if (paths.length < 2) throw new UserError(`compare: expected two or more runs, got ${paths.length}`)
  const reports = await Promise.all(paths.map(async (path) => withFolder(await readReport(path))))
  const [first, ...others] = reports as [Report, ...Report[]]
  const differences = others.map((report) => runDifferences(first, report))
  process.stdout.write(renderComparison({ reports, differences }, terminalOptions(process.stdout, process.env)))
  if (html !== undefined) await writePage(html, reports)
}

/** The folder in which the report was found: runs may have been moved since they were written. */
function withFolder({ report, folder }: { readonly report: Report; readonly folder: string }): Report {
  return { ...report, run: { ...report.run, folder } }
}

async function writePage(file: string, reports: readonly Report[]): Promise<void> {
  const runs = await Promise.all(
    reports.map(async (report) => ({ report, details: await readDetails(report.run.folder) })),
  )
  try {
    await writeFile(file, renderComparisonPage(runs))
  } catch (error) {
    throw new UserError(`--html ${file}: expected a file that can be written (${(error as Error).message})`)
  }
  writeMessage(process.stderr, `wrote ${file}`)
}
