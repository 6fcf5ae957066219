// `sla-harness scenario`: runs one scenario, prints the verdict, writes the report. Without a name: lists them.

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { systemClock } from '../core/clock.ts'
import { formatDuration } from '../core/duration.ts'
import { DEFAULT_MARGIN } from '../core/earlier-run.ts'
import { formatShare } from '../core/objective.ts'
import type { Scenario } from '../core/scenario.ts'
import type { HarnessOptions } from '../harness/harness-options.ts'
import type { Repetition } from '../harness/repetition.ts'
import { type RepeatedScenarioRun, runRepeatedly, runScenario, type ScenarioRun } from '../harness.ts'
import { readRun } from '../reports/read-run.ts'
import { createOutFolder, createRunFolder, RUNS_FOLDER } from '../reports/run-folder.ts'
import { renderScenarioList } from '../reports/scenario-list.ts'
import { type LiveDisplay, liveDisplay } from '../reports/terminal/live-display.ts'
import { terminalOptions } from '../reports/terminal/terminal-options.ts'
import { writeReports } from '../reports/write-reports.ts'
import type { JUnitPolicy } from '../reports/writers/junit.ts'
import { listScenarios } from '../scenarios/list-scenarios.ts'
import { loadScenario } from '../scenarios/load-scenario.ts'
import { overrideScenario } from '../scenarios/override-scenario.ts'
import { redactUrl } from '../scenarios/redact-url.ts'
import { exitCodeOf, type InconclusivePolicy } from './exit-code.ts'
import { flag, wholeNumber } from './flag.ts'
import { DEFAULT_GRACE_SECONDS, graceSeconds, marginShare } from './gate-flags.ts'
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
  readonly baseline?: string
  readonly margin: number
  readonly repeat: number
  readonly abort?: number
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
    .addOption(flag('--baseline <run>', 'judge against an earlier run: its folder or report.json'))
    .addOption(
      flag('--margin <share>', 'how much slower than the baseline a quantile may be')
        .default(DEFAULT_MARGIN, '10%')
        .argParser(marginShare),
    )
    .addOption(
      flag('--repeat <times>', 'run it several times with a fresh server each, and judge all runs together')
        .default(1)
        .argParser(wholeNumber(1, 1000)),
    )
    .addOption(
      flag('--abort [grace]', 'stop early when an objective cannot be met any more or the service is gone')
        .preset(`${DEFAULT_GRACE_SECONDS}s`)
        .argParser(graceSeconds),
    )
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
  const earlier = flags.baseline === undefined ? undefined : await readRun(flags.baseline)
  const folder = await folderOf(scenario, flags)
  let display = displayOf(flags)
  const options: HarnessOptions = {
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
    replay: replayCommand(name, scenario.load.seed, flags),
    ...(earlier === undefined ? {} : { baseline: { run: earlier, margin: flags.margin } }),
    ...(flags.abort === undefined ? {} : { abortGraceSeconds: flags.abort }),
  }
  const repetition: Repetition = {
    count: flags.repeat,
    displayOf(index) {
      display = displayOf(flags)
      display.note(`run ${index + 1} of ${flags.repeat}`)
      return display
    },
    replayOf: (seed) => replayCommand(name, seed, { ...flags, repeat: 1 }),
  }
  const done =
    flags.repeat > 1 ? await runRepeatedly(scenario, options, repetition) : await runScenario(scenario, options)
  const policy = junitPolicy(flags.inconclusive)
  await writeRun(done, scenario, policy)
  const { report } = done
  const reporters = chooseReporters(flags.reporter ?? [], process.env)
  await tell(report, { reporters, policy, json: flags.json === true, quiet: flags.quiet === true })
  process.exitCode = exitCodeOf(report.verdict, report.run.interrupted, flags.inconclusive)
}

/** Of repeated runs, each has a folder of its own in that of all of them. */
async function writeRun(
  done: ScenarioRun | RepeatedScenarioRun,
  scenario: Scenario,
  policy: JUnitPolicy,
): Promise<void> {
  const { rulesFile } = scenario.prometheus
  const rules = rulesFile === null ? null : await readFile(rulesFile, 'utf8')
  const write = ({ report, load, exact, witness }: ScenarioRun) =>
    writeReports(report.run.folder, report, { load, exact, openMetrics: witness?.openMetrics || null, rules }, policy)
  for (const run of 'runs' in done ? done.runs : []) await write(run)
  await write(done)
}

function displayOf({ quiet }: ScenarioFlags): LiveDisplay {
  return quiet ? SILENT : liveDisplay({ stream: process.stderr, env: process.env, exit: process })
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
function replayCommand(name: string, seed: number, flags: ScenarioFlags): string {
  const { target, metrics, layout, workers, repeat, baseline, margin, abort } = flags
  const shown = [
    `--seed ${seed}`,
    ...(target === undefined ? [] : [`--target ${redactUrl(target)}`]),
    ...(metrics === undefined ? [] : [`--metrics ${redactUrl(metrics)}`]),
    ...(layout === undefined ? [] : [`--layout ${layout}`]),
    ...(workers === 1 ? [] : [`--workers ${workers}`]),
    ...(repeat === 1 ? [] : [`--repeat ${repeat}`]),
    ...(abort === undefined ? [] : [`--abort ${formatDuration(abort)}`]),
    ...(baseline === undefined ? [] : [`--baseline ${baseline}`]),
    ...(baseline === undefined || margin === DEFAULT_MARGIN ? [] : [`--margin ${formatShare(margin)}`]),
  ]
  return `npm run scenario ${name} -- ${shown.join(' ')}`
}
