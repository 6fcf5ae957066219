// `sla-harness history`: lists the kept runs of a scenario, with their verdicts and the trend of their P95.

import { join } from 'node:path'
import { Command } from 'commander'
import { UserError } from '../core/user-error.ts'
import { listRuns, scenariosWithRuns } from '../reports/run-folder/list-runs.ts'
import { RUNS_FOLDER } from '../reports/run-folder/run-folder.ts'
import { renderHistory } from '../reports/terminal/history.ts'
import { terminalOptions } from '../reports/terminal/terminal-options.ts'
import { flag, wholeNumberIn } from './flags/flag.ts'
import { type Example, withExamples } from './help/examples.ts'

interface HistoryFlags {
  readonly runs: string
  readonly last: number
}

const EXAMPLES: readonly Example[] = [
  { does: 'all runs that are kept here', run: 'sla-harness history' },
  { does: 'the last ten of one scenario', run: 'sla-harness history spike --last 10' },
]

export function historyCommand(): Command {
  const command = new Command('history')
    .description('list the runs that are kept, with the trend of their P95')
    .argument('[scenario]', 'the name of one scenario; all of them unless named')
    .addOption(flag('--runs <folder>', 'where runs are kept').default(RUNS_FOLDER))
    .addOption(
      flag('--last <number>', 'how many of the newest runs to list, at most')
        .default(30)
        .argParser(wholeNumberIn([1, 10_000])),
    )
    .action(history)
  return withExamples(command, EXAMPLES)
}

async function history(scenario: string | undefined, { runs, last }: HistoryFlags): Promise<void> {
  const known = await scenariosWithRuns(runs)
  const names = scenario === undefined ? known : [scenario]
  const options = terminalOptions(process.stdout, process.env)
  const parts: string[] = []
  for (const name of names) {
    const kept = await listRuns(name, last, runs)
    if (kept.runs.length === 0 && kept.unreadable.length === 0) continue
    const reports = kept.runs.map(({ report }) => report)
    parts.push(renderHistory({ scenarioName: name, reports, unreadable: kept.unreadable }, options))
  }
  if (parts.length === 0) throw nothingKept(scenario, known, runs)
  process.stdout.write(parts.join('\n'))
}

function nothingKept(scenario: string | undefined, known: readonly string[], runs: string): UserError {
  if (scenario === undefined) return new UserError(`${runs}: expected runs of a scenario, got none yet`)
  const others = known.length === 0 ? 'none yet' : `runs of ${known.join(', ')}`
  return new UserError(`${join(runs, scenario)}: expected runs of ${scenario}, got ${others}`)
}
