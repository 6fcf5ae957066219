// The program: argv → options → exit code. Each subcommand has a file of its own beside this one.

import { Command, CommanderError } from 'commander'
import { withSourcePositions } from '../core/source-positions.ts'
import { UserError } from '../core/user-error.ts'
import { harnessVersion } from '../harness/version.ts'
import { EXIT_CODES } from './exit-code.ts'
import { type Example, withExamples } from './help/examples.ts'
import { tolerateBrokenOutput } from './process/broken-output.ts'
import { endOnSignals } from './process/first-process.ts'
import { endWithNpx } from './process/npx-parents.ts'
import { type Mistake, reportMistake } from './process/report-mistake.ts'

interface KnownCommand {
  /** What `--help` says of it in one line. */
  readonly summary: string
  readonly load: () => Promise<Command>
}

// Commands are loaded on demand: loading all of them takes longer than most of them run. Their summaries stand here, so
// that the list of all of them loads none.
const COMMANDS: Readonly<Record<string, KnownCommand>> = {
  init: {
    summary: 'write a first scenario for a service, from its address',
    load: async () => (await import('./init.ts')).initCommand(),
  },
  scenario: {
    summary: 'run a scenario and judge it',
    load: async () => (await import('./scenario.ts')).scenarioCommand(),
  },
  simulate: {
    summary: 'run a scenario in virtual time, against a model',
    load: async () => (await import('./simulation/simulate.ts')).simulateCommand(),
  },
  list: {
    summary: 'list the scenarios that can be run',
    load: async () => (await import('./list.ts')).listCommand(),
  },
  validate: {
    summary: 'check scenarios, rules, unit tests of rules and dashboards',
    load: async () => (await import('./validate.ts')).validateCommand(),
  },
  doctor: {
    summary: 'say what would spoil a run: of this machine, and of a target',
    load: async () => (await import('./doctor.ts')).doctorCommand(),
  },
  history: {
    summary: 'list the runs that are kept',
    load: async () => (await import('./history.ts')).historyCommand(),
  },
  compare: {
    summary: 'put runs side by side',
    load: async () => (await import('./compare.ts')).compareCommand(),
  },
  explain: {
    summary: 'what to do next after a run',
    load: async () => (await import('./explain.ts')).explainCommand(),
  },
  push: {
    summary: 'send a finished run to a Prometheus',
    load: async () => (await import('./push.ts')).pushCommand(),
  },
  buckets: {
    summary: 'compare bucket layouts, and recommend one',
    load: async () => (await import('./buckets.ts')).bucketsCommand(),
  },
  backtest: {
    summary: 'what alerts would have done on recorded data',
    load: async () => (await import('./backtest.ts')).backtestCommand(),
  },
  drill: {
    summary: 'what alerts do in simulated months: incidents, false pages',
    load: async () => (await import('./simulation/drill.ts')).drillCommand(),
  },
  server: {
    summary: 'run the instrumented model server by itself',
    load: async () => (await import('./server.ts')).serverCommand(),
  },
  generator: {
    summary: 'send a part of the load of a run that another machine leads',
    load: async () => (await import('./generators/generator.ts')).generatorCommand(),
  },
  collect: {
    summary: 'judge what a run left on its broker whose coordinator died',
    load: async () => (await import('./generators/collect.ts')).collectCommand(),
  },
  kubernetes: {
    summary: 'print manifests for generators on Kubernetes',
    load: async () => (await import('./generators/kubernetes.ts')).kubernetesCommand(),
  },
  completion: {
    summary: 'print what makes a shell complete commands and flags',
    load: async () => (await import('./completion.ts')).completionCommand(wholeProgram),
  },
}

const EXAMPLES: readonly Example[] = [
  { does: 'see a run from its first request to its report', run: 'sla-harness scenario steady' },
  { does: 'list what else comes with the harness', run: 'sla-harness list' },
  {
    does: 'check a scenario of your own, then run it',
    run: 'sla-harness validate checkout.yaml\nsla-harness scenario checkout.yaml',
  },
  { does: 'flags and examples of one command', run: 'sla-harness backtest --help' },
]

/** Ends the process. @param argv as Node has it */
export async function runProgram(argv: readonly string[]): Promise<never> {
  tolerateBrokenOutput(process.stdout, process.stderr)
  endOnSignals(process)
  endWithNpx(process)
  // Node would exit with 1, which means that the SLA is not met.
  process.on('uncaughtException', (error) => process.exit(report(error)))
  try {
    const named = argv.slice(2).find((word) => Object.hasOwn(COMMANDS, word))
    await (await programWith((name) => name === named)).parseAsync(argv)
  } catch (error) {
    process.exitCode = report(error)
  }
  // Idle keep-alive sockets must not hold a finished run open; what was printed must be out first.
  await new Promise((resolve) => process.stdout.write('', resolve))
  process.exit()
}

/** All commands with all their flags. */
export async function wholeProgram(): Promise<Command> {
  return programWith(() => true)
}

async function programWith(isLoaded: (name: string) => boolean): Promise<Command> {
  const program = new Command('sla-harness')
    .description('A load and SLA test harness for services that publish a Prometheus latency histogram')
    .version(harnessVersion)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .showHelpAfterError('(--help lists the commands and flags)')
  withExamples(program, EXAMPLES)
  for (const [name, { summary, load }] of Object.entries(COMMANDS)) {
    const command = isLoaded(name) ? await load() : new Command(name)
    program.addCommand(command.summary(summary))
  }
  for (const command of [program, ...program.commands]) command.exitOverride()
  return program
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
