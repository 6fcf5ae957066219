// `sla-harness scenario`: runs one scenario, prints the verdict, writes the report. Without a name: lists them.

import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Command, Option } from 'commander'
import { systemClock } from '../core/clock.ts'
import type { Report } from '../core/report.ts'
import type { Scenario } from '../core/scenario.ts'
import { UserError } from '../core/user-error.ts'
import { runScenario } from '../harness.ts'
import { colorDepth } from '../reports/terminal/color-depth.ts'
import { renderScenarioList } from '../reports/scenario-list.ts'
import { createLiveDisplay, silentDisplay } from '../reports/terminal/live-display.ts'
import { defaultRunFolder, writeReports } from '../reports/write-reports.ts'
import { writeJson } from '../reports/writers/json.ts'
import { renderTerminalSummary } from '../reports/writers/terminal-summary.ts'
import { listScenarios, loadScenario } from '../scenarios/load-scenario.ts'
import { overrideScenario } from '../scenarios/override-scenario.ts'
import { exitCodeOf, type InconclusivePolicy } from './exit-code.ts'
import { flag, wholeNumber } from './flag.ts'
import { interruptSignal } from './interrupt.ts'

interface ScenarioFlags {
  readonly out?: string
  readonly json?: boolean
  readonly target?: string
  readonly metrics?: string
  readonly layout?: string
  readonly seed?: number
  readonly workers: number
  readonly quiet?: boolean
  readonly inconclusive: InconclusivePolicy
}

export function scenarioCommand(): Command {
  return new Command('scenario')
    .description('run a scenario and judge it; without a name, list the scenarios')
    .argument('[name or file]')
    .addOption(flag('--out <folder>', 'where to write the report (default: reports/runs/<scenario>/<UTC time>)'))
    .addOption(flag('--json', 'print the JSON report on stdout, and nothing else there'))
    .addOption(flag('--target <url>', 'send the traffic to this service instead'))
    .addOption(flag('--metrics <url>', 'scrape this endpoint instead'))
    .addOption(flag('--layout <name>', 'the bucket layout of the bundled server'))
    .addOption(flag('--seed <number>', 'the seed of arrivals, latencies and faults').argParser(wholeNumber(0, 2 ** 32 - 1)))
    .addOption(flag('--workers <number>', 'generator threads').default(1).argParser(wholeNumber(1, 64)))
    .addOption(flag('--quiet', 'no progress, and a summary of one line'))
    .addOption(
      flag('--inconclusive <policy>', 'what an inconclusive run exits as').choices(['fail', 'pass', 'inconclusive']).default('inconclusive'),
    )
    .action((name: string | undefined, flags: ScenarioFlags) => (name === undefined ? list() : run(name, flags)))
}

async function list(): Promise<void> {
  const entries = await listScenarios({ cwd: process.cwd() })
  process.stdout.write(`${renderScenarioList(entries, terminalOf(process.stdout))}\n`)
}

async function run(name: string, flags: ScenarioFlags): Promise<void> {
  const cwd = process.cwd()
  const scenario = overrideScenario(await loadScenario(name, { cwd }), flags)
  const folder = await runFolder(scenario, flags, cwd)
  const display = flags.quiet ? silentDisplay : createLiveDisplay(process.stderr, terminalOf(process.stderr))
  const { report, ...seen } = await runScenario(scenario, {
    folder,
    cwd,
    environment: process.env,
    workers: flags.workers,
    extraLayouts: [],
    display,
    signal: interruptSignal(() => process.stderr.write('\nstopping; what was measured is reported (Ctrl-C again leaves at once)\n')),
    clock: systemClock,
    replay: replayCommand(name, scenario, flags),
  })
  await writeReports(folder, report, {
    load: seen.load,
    exact: seen.exact,
    openMetrics: seen.witness?.openMetrics ?? null,
  })
  print(report, flags)
  process.exitCode = exitCodeOf(report.verdict, report.run.interrupted, flags.inconclusive)
}

async function runFolder(scenario: Scenario, { out }: ScenarioFlags, cwd: string): Promise<string> {
  const folder = out === undefined ? defaultRunFolder(cwd, scenario.name, new Date()) : resolve(cwd, out)
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    throw new UserError(`--out ${folder}: expected a folder to write to (${(error as Error).message})`)
  }
  return folder
}

// Everything that decides what the run does, so that the same line gives the same traffic again.
function replayCommand(name: string, { load }: Scenario, { target, metrics, layout, workers }: ScenarioFlags): string {
  const flags = [
    `--seed ${load.seed}`,
    ...(target === undefined ? [] : [`--target ${redactUrl(target)}`]),
    ...(metrics === undefined ? [] : [`--metrics ${redactUrl(metrics)}`]),
    ...(layout === undefined ? [] : [`--layout ${layout}`]),
    ...(workers === 1 ? [] : [`--workers ${workers}`]),
  ]
  return `npm run scenario ${name} -- ${flags.join(' ')}`
}

function print(report: Report, flags: ScenarioFlags): void {
  if (flags.json) process.stdout.write(renderJson(report))
  const out = flags.json ? process.stderr : process.stdout
  if (flags.quiet) out.write(`${report.verdict}: ${report.reasons[0] ?? ''}\n`)
  else out.write(`${renderTerminalSummary(report, terminalOf(out))}\n`)
}
