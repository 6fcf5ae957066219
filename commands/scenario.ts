// `sla-harness scenario`: runs one scenario, prints the verdict, writes the report. Without a name: lists them.

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { systemClock } from '../core/clock.ts'
import type { Scenario } from '../core/scenario.ts'
import { runScenario } from '../harness.ts'
import { createOutFolder, createRunFolder, RUNS_FOLDER } from '../reports/run-folder.ts'
import { renderScenarioList } from '../reports/scenario-list.ts'
import { type LiveDisplay, liveDisplay } from '../reports/terminal/live-display.ts'
import { terminalOptions } from '../reports/terminal/terminal-options.ts'
import { writeReports } from '../reports/write-reports.ts'
import { listScenarios } from '../scenarios/list-scenarios.ts'
import { loadScenario } from '../scenarios/load-scenario.ts'
import { overrideScenario } from '../scenarios/override-scenario.ts'
import { redactUrl } from '../scenarios/redact-url.ts'
import { exitCodeOf, type InconclusivePolicy } from './exit-code.ts'
import { flag, wholeNumber } from './flag.ts'
import { interruptSignal } from './interrupt.ts'
import { chooseReporters, reporterNames } from './reporter.ts'
import { junitPolicy, tell } from './tell.ts'

interface ScenarioFlags {
  readonly out?: string
  readonly json?: boolean
  readonly target?: string
  readonly metrics?: string
  readonly layout?: string
  readonly seed?: number
  readonly workers: number
  readonly quiet?: boolean
  readonly reporter?: readonly string[]
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
    .addOption(
      flag('--seed <number>', 'the seed of arrivals, latencies and faults').argParser(wholeNumber(0, 2 ** 32 - 1)),
    )
    .addOption(flag('--workers <number>', 'generator threads').default(1).argParser(wholeNumber(1, 64)))
    .addOption(flag('--quiet', 'no progress, and a summary of one line'))
    .addOption(
      flag(
        '--reporter <names>',
        'auto, terminal, github, markdown[=file], junit=file; a list, or repeated (default: auto)',
      ).argParser(reporterNames),
    )
    .addOption(
      flag('--inconclusive <policy>', 'what an inconclusive run exits as')
        .choices(['fail', 'pass', 'inconclusive'])
        .default('inconclusive'),
    )
    .action((name: string | undefined, flags: ScenarioFlags) => (name === undefined ? list() : run(name, flags)))
}

async function list(): Promise<void> {
  const entries = await listScenarios({ cwd: process.cwd() })
  process.stdout.write(renderScenarioList(entries, terminalOptions(process.stdout, process.env)))
  for (const { file, problem } of entries) if (problem !== null) process.stderr.write(`${file}: ${problem}\n`)
}

async function run(name: string, flags: ScenarioFlags): Promise<void> {
  const cwd = process.cwd()
  const scenario = overrideScenario(await loadScenario(name, { cwd }), overridesOf(flags))
  const folder = await folderOf(scenario, flags)
  const display = flags.quiet ? SILENT : liveDisplay({ stream: process.stderr, env: process.env, exit: process })
  const { report, load, exact, witness } = await runScenario(scenario, {
    folder,
    cwd,
    environment: process.env,
    workers: flags.workers,
    extraLayouts: [],
    display,
    signal: interruptSignal(() =>
      display.note('stopping; what was measured is reported (Ctrl-C again leaves at once)'),
    ),
    clock: systemClock,
    replay: replayCommand(name, scenario, flags),
  })
  const { rulesFile } = scenario.prometheus
  const rules = rulesFile === null ? null : await readFile(rulesFile, 'utf8')
  const policy = junitPolicy(flags.inconclusive)
  await writeReports(folder, report, { load, exact, openMetrics: witness?.openMetrics ?? null, rules }, policy)
  const reporters = chooseReporters(flags.reporter ?? [], process.env)
  await tell(report, { reporters, policy, json: flags.json === true, quiet: flags.quiet === true })
  process.exitCode = exitCodeOf(report.verdict, report.run.interrupted, flags.inconclusive)
}

const SILENT: LiveDisplay = { start: () => {}, update: () => {}, note: () => {}, stop: () => {} }

function overridesOf({ target, metrics, layout, seed }: ScenarioFlags) {
  return {
    ...(target === undefined ? {} : { targetUrl: target }),
    ...(metrics === undefined ? {} : { metricsUrl: metrics }),
    ...(layout === undefined ? {} : { layoutName: layout }),
    ...(seed === undefined ? {} : { seed }),
  }
}

function folderOf(scenario: Scenario, { out }: ScenarioFlags): Promise<string> {
  return out === undefined ? createRunFolder(scenario.name, new Date(), RUNS_FOLDER) : createOutFolder(resolve(out))
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
