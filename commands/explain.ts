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
import { type Example, withExamples } from './help/examples.ts'

interface ExplainFlags {
  readonly runs: string
  readonly json?: boolean
}

const EXAMPLES: readonly Example[] = [
  { does: 'what to do after the run that was just made', run: 'sla-harness explain' },
  { does: 'the newest run of one scenario', run: 'sla-harness explain spike' },
  { does: 'what a job left behind, for another program', run: 'sla-harness explain artifacts/report.json --json' },
]

export function explainCommand(): Command {
  const command = new Command('explain')
    .description(
      'say what to do next after a run: which bound, range, for or phase to change, and the figure that says so',
    )
    .argument(
      '[run]',
      'a scenario (its newest run), a run folder, or a report.json; the newest run of all unless named',
    )
    .addOption(flag('--json', 'print the advice as JSON on stdout, and nothing else there'))
    .addOption(flag('--runs <folder>', 'where runs are kept').default(RUNS_FOLDER))
    .action(explain)
  return withExamples(command, EXAMPLES)
}

async function explain(run: string | undefined, { runs, json = false }: ExplainFlags): Promise<void> {
  const report = await findRun(run, runs)
  const told = { report, advice: advise(report) }
  process.stdout.write(json ? adviceJson(told) : renderAdvice(told, terminalOptions(process.stdout, process.env)))
}
