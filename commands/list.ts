// `sla-harness list`: the scenarios that can be run here, each with its question and duration.

import { Command } from 'commander'
import { shownPath } from '../core/text/shown-path.ts'
import { listMatching } from '../harness/files/list-matching.ts'
import { commandLine, ownCommand } from '../harness/own-command.ts'
import { jsonText } from '../reports/json/json-text.ts'
import { renderScenarioList } from '../reports/terminal/scenario-list.ts'
import { terminalOptions } from '../reports/terminal/terminal-options.ts'
import type { ListedScenario } from '../scenario-file/list-scenarios.ts'
import { EXIT_CODES } from './exit-code.ts'
import { flag } from './flags/flag.ts'
import { type Example, withExamples } from './help/examples.ts'
import { messageText, writeMessage } from './message.ts'

interface ListFlags {
  readonly json?: boolean
}

const EXAMPLES: readonly Example[] = [
  { does: 'all that can be run by name here', run: 'sla-harness list' },
  { does: 'those whose names begin with lag', run: "sla-harness list 'lag*'" },
  { does: 'those in a folder and below it, for a program', run: 'sla-harness list load-tests --json' },
  { does: 'those of several teams', run: "sla-harness list 'teams/*/load/**/*.yaml'" },
]

export function listCommand(): Command {
  const command = new Command('list')
    .description('list the scenarios that can be run here, each with its question and duration')
    .argument('[pattern...]', 'names, files or folders, and patterns of them; all that can be run by name without any')
    .addOption(flag('--json', 'print the list as JSON'))
    .action(printScenarios)
  return withExamples(command, EXAMPLES)
}

/** A scenario that cannot be run is told on stderr; where it was asked for, the exit code says so too. */
export async function printScenarios(patterns: readonly string[], { json = false }: ListFlags): Promise<void> {
  const cwd = process.cwd()
  const entries = await listMatching(patterns, cwd)
  const howToRun = commandLine(ownCommand(), 'scenario', '<name or file>')
  const text = json
    ? jsonText({ scenarios: entries.map((entry) => listedAsJson(entry, cwd)) })
    : renderScenarioList(entries, howToRun, terminalOptions(process.stdout, process.env))
  process.stdout.write(text)
  const problems = entries.filter(({ problem }) => problem !== null)
  for (const { file, problem } of problems) writeMessage(process.stderr, placed(problem ?? '', shownPath(file, cwd)))
  if (patterns.length > 0 && problems.length > 0) process.exitCode = EXIT_CODES.usage
}

/** Most say their place themselves. */
function placed(problem: string, file: string): string {
  return problem.startsWith(`${file}:`) ? problem : `${file}: ${problem}`
}

function listedAsJson({ problem, durationSeconds, ...entry }: ListedScenario, cwd: string) {
  return {
    ...entry,
    file: shownPath(entry.file, cwd),
    durationSeconds: problem === null ? durationSeconds : null,
    problem: problem === null ? null : messageText(problem),
  }
}
