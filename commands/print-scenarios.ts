// Prints the scenarios that can be named here, each with its question and duration.

import { commandLine, ownCommand } from '../harness/own-command.ts'
import { renderScenarioList } from '../reports/terminal/scenario-list.ts'
import { terminalOptions } from '../reports/terminal/terminal-options.ts'
import { listScenarios } from '../scenario-file/list-scenarios.ts'
import { writeMessage } from './message.ts'

export async function printScenarios(): Promise<void> {
  const entries = await listScenarios({ cwd: process.cwd() })
  const howToRun = commandLine(ownCommand(), 'scenario', '<name or file>')
  process.stdout.write(renderScenarioList(entries, howToRun, terminalOptions(process.stdout, process.env)))
  for (const { file, problem } of entries) if (problem !== null) writeMessage(process.stderr, `${file}: ${problem}`)
}
