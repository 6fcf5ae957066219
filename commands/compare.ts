// `sla-harness compare`: runs side by side, and what else about them was not alike.

import { Command } from 'commander'
import { runDifferences } from '../analysis/comparison/run-differences.ts'
import type { Report } from '../core/report.ts'
import { UserError } from '../core/user-error.ts'
import { readReport } from '../reports/read-run.ts'
import { terminalOptions } from '../reports/terminal/terminal-options.ts'
import { renderComparison } from '../reports/writers/comparison.ts'

export function compareCommand(): Command {
  return new Command('compare')
    .description('put two or more runs side by side: objectives, quantiles, what changed in scenario and environment')
    .argument('<run...>', 'folders of runs, or their report.json; the first is what the others are compared with')
    .action(compare)
}

async function compare(paths: readonly string[]): Promise<void> {
  if (paths.length < 2) throw new UserError(`compare: expected two or more runs, got ${paths.length}`)
  const reports = await Promise.all(paths.map(async (path) => withFolder(await readReport(path))))
  const [first, ...others] = reports as [Report, ...Report[]]
  const differences = others.map((report) => runDifferences(first, report))
  process.stdout.write(renderComparison({ reports, differences }, terminalOptions(process.stdout, process.env)))
}

/** Where it was found, which need not be where it was written. */
function withFolder({ report, folder }: { readonly report: Report; readonly folder: string }): Report {
  return { ...report, run: { ...report.run, folder } }
}
