// The program: argv → options → exit code. Each subcommand has a file of its own beside this one.

import { Command, CommanderError } from 'commander'
import { withSourcePositions } from '../core/source-positions.ts'
import { UserError } from '../core/user-error.ts'
import { harnessVersion } from '../harness/version.ts'
import { tolerateBrokenOutput } from './broken-output.ts'
import { EXIT_CODES } from './exit-code.ts'
import { endOnSignals } from './first-process.ts'
import { type Mistake, reportMistake } from './report-mistake.ts'

// Commands are loaded on demand: loading all of them takes longer than most of them run.
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  scenario: async () => (await import('./scenario.ts')).scenarioCommand(),
  buckets: async () => (await import('./buckets.ts')).bucketsCommand(),
  server: async () => (await import('./server.ts')).serverCommand(),
  validate: async () => (await import('./validate.ts')).validateCommand(),
  compare: async () => (await import('./compare.ts')).compareCommand(),
  history: async () => (await import('./history.ts')).historyCommand(),
  backtest: async () => (await import('./backtest.ts')).backtestCommand(),
}

/** Ends the process. @param argv as Node has it */
export async function runProgram(argv: readonly string[]): Promise<never> {
  tolerateBrokenOutput(process.stdout, process.stderr)
  endOnSignals(process)
  // Node would exit with 1, which means that the SLA is not met.
  process.on('uncaughtException', (error) => process.exit(report(error)))
  try {
    await (await loadProgram(argv[2])).parseAsync(argv)
  } catch (error) {
    process.exitCode = report(error)
  }
  // Idle keep-alive sockets must not hold a finished run open; what was printed must be out first.
  await new Promise((resolve) => process.stdout.write('', resolve))
  process.exit()
}

/** With the one command that was named, with none for the version, else with all of them. */
async function loadProgram(requested = '--help'): Promise<Command> {
  const program = new Command('sla-harness')
    .description('A load and SLA test harness for services that publish a Prometheus latency histogram')
    .version(harnessVersion)
    .showHelpAfterError('(--help lists the commands and flags)')
  for (const name of commandsFor(requested)) program.addCommand((await COMMANDS[name]?.()) as Command)
  for (const command of [program, ...program.commands]) command.exitOverride()
  return program
}

function commandsFor(requested: string): readonly string[] {
  if (requested === '--version' || requested === '-V') return []
  return Object.hasOwn(COMMANDS, requested) ? [requested] : Object.keys(COMMANDS)
}

function report(error: unknown): number {
  const mistake = mistakeOf(error)
  if (mistake === null) return EXIT_CODES.pass
  reportMistake(mistake, process.stderr, process.env)
  return mistake.exitCode
}

/** Null where nothing is wrong: help was shown. */
function mistakeOf(error: unknown): Mistake | null {
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? null : { message: error.message, exitCode: EXIT_CODES.usage, isSaid: true }
  if (error instanceof UserError) return { message: error.message, exitCode: EXIT_CODES.usage }
  if (isOutOfFiles(error)) {
    const message = `open files: expected a higher limit (ulimit -n), got one too low to run in (${error.message})`
    return { message, exitCode: EXIT_CODES.usage }
  }
  const detail = error instanceof Error ? withSourcePositions(error.stack ?? error.message) : String(error)
  const message = `This is a defect of the harness, not of your service. Please report it with the following:\n${detail}`
  return { message, exitCode: EXIT_CODES.defect }
}

function isOutOfFiles(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && (error.code === 'EMFILE' || error.code === 'ENFILE')
}
