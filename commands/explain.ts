// `sla-harness explain`: reads a finished run and says what to do next, each with the figure that says so. Exits with 0
// whatever the run's verdict was: it is told, and was the exit code of the run.

import { Command } from 'commander'
import { advise } from '../analysis/advice/advise.ts'
import { adviceJson } from '../reports/advice/advice-json.ts'
import { renderAdvice } from '../reports/advice/render-advice.ts'
import { findRun } from '../reports/run-folder/find-run.ts'
import { RUNS_FOLDER } from '../reports/run-folder/run-folder.ts'
import { terminalOptions } from '../reports/terminal/terminal-options.ts'
import { flag } from './flags/flag.ts'

interface ExplainFlags {
  readonly runs: string
  readonly json?: boolean
}

export function explainCommand(): Command {
  return new Command('explain')
    .description(
      'say what to do next after a run: which bound, range, `for` or phase to change, and the figure that says so',
    )
    .argument(
      '[run]',
      'a scenario (its newest run), a run folder, or a report.json; the newest run of all unless named',
    )
    .addOption(flag('--json', 'print the advice as JSON on stdout, and nothing else there'))
    .addOption(flag('--runs <folder>', 'where runs are kept').default(RUNS_FOLDER))
    .addHelpText(
      'after',
      `
Examples:
  sla-harness explain
  sla-harness explain spike
  sla-harness explain reports/runs/spike/2026-11-23T04-36-12Z
  sla-harness explain artifacts/report.json --json`,
    )
    .action(explain)
}

async function explain(run: string | undefined, { runs, json = false }: ExplainFlags): Promise<void> {
  const report = await findRun(run, runs)
  const told = { report, advice: advise(report) }
  process.stdout.write(json ? adviceJson(told) : renderAdvice(told, terminalOptions(process.stdout, process.env)))
}
