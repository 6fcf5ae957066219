// `sla-harness scenario`: runs one scenario, prints the verdict, writes the report. Without a name: lists them.

import { Command } from 'commander'
import { DEFAULT_MARGIN } from '../core/run/earlier-run.ts'
import { formatShare } from '../core/scenario/objective.ts'
import { formatDuration } from '../core/text/duration.ts'
import { redactUrl } from '../core/text/url.ts'
import type { PrometheusChoice } from '../harness/harness-options.ts'
import { readRun } from '../reports/read-run.ts'
import { renderScenarioList } from '../reports/scenario-list.ts'
import { terminalOptions } from '../reports/terminal/terminal-options.ts'
import { listScenarios } from '../scenario-file/list-scenarios.ts'
import { loadScenario } from '../scenario-file/load-scenario.ts'
import { overrideScenario } from '../scenario-file/override-scenario.ts'

import { exitCodeOf, type InconclusivePolicy } from './exit-code.ts'
import { flag, wholeNumber } from './flag.ts'
import { DEFAULT_GRACE_SECONDS, graceSeconds, marginShare } from './gate-flags.ts'
import { prometheusFlag, shownChoice } from './prometheus-flag.ts'
import { chooseReporters, reporterNames } from './reporter.ts'
import { junitPolicy, tell } from './tell.ts'

interface ScenarioFlags {
  readonly out?: string
  readonly json?: boolean
  readonly target?: string
  readonly metrics?: string
  readonly prometheus: PrometheusChoice
  readonly layout?: string
  readonly seed?: number
  readonly workers: number
  readonly ui?: number
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
    .addOption(prometheusFlag())
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
    .addOption(
      flag('--ui [port]', 'show the run on a page of this machine while it is on; the page turns into the report')
        .preset('0')
        .argParser(wholeNumber(0, 65535)),
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
  const scenario = overrideScenario(await loadScenario(name, { cwd: process.cwd() }), overridesOf(flags))
  const earlier = flags.baseline === undefined ? undefined : await readRun(flags.baseline)
  const policy = junitPolicy(flags.inconclusive)
  const { out, quiet, workers, prometheus, repeat } = flags
  const settings = {
    ...(out === undefined ? {} : { out }),
    quiet: quiet === true,
    workers,
    prometheus,
    repeat,
    policy,
    ...(flags.ui === undefined ? {} : { uiPort: flags.ui }),
    ...(flags.abort === undefined ? {} : { abortGraceSeconds: flags.abort }),
    ...(earlier === undefined ? {} : { baseline: { run: earlier, margin: flags.margin } }),
    replay: replayCommand(name, scenario.load.seed, flags),
    replayOf: (seed: number) => replayCommand(name, seed, { ...flags, repeat: 1 }),
  }
  const compared = scenario.layouts === undefined ? null : { layouts: scenario.layouts }
  // Not before the scenario is known to be sound: a mistake in it is to be told at once.
  const { runAndReport } = await import('./run-and-report.ts')
  const { report, interrupted } = await runAndReport(scenario, settings, compared)
  const reporters = chooseReporters(flags.reporter ?? [], process.env)
  await tell(report, { reporters, policy, json: flags.json === true, quiet: flags.quiet === true })
  process.exitCode = exitCodeOf(report.verdict, interrupted, flags.inconclusive)
}

function overridesOf({ target, metrics, layout, seed }: ScenarioFlags) {
  return {
    ...(target === undefined ? {} : { targetUrl: target }),
    ...(metrics === undefined ? {} : { metricsUrl: metrics }),
    ...(layout === undefined ? {} : { layoutName: layout }),
    ...(seed === undefined ? {} : { seed }),
  }
}

// Everything that decides what the run does, so that the same line gives the same traffic again.
function replayCommand(name: string, seed: number, flags: ScenarioFlags): string {
  const { target, metrics, layout, workers, prometheus, repeat, baseline, margin, abort } = flags
  const shown = [
    `--seed ${seed}`,
    ...(target === undefined ? [] : [`--target ${redactUrl(target)}`]),
    ...(metrics === undefined ? [] : [`--metrics ${redactUrl(metrics)}`]),
    ...(prometheus.kind === 'embedded' ? [] : [`--prometheus ${shownChoice(prometheus, redactUrl)}`]),
    ...(layout === undefined ? [] : [`--layout ${layout}`]),
    ...(workers === 1 ? [] : [`--workers ${workers}`]),
    ...(repeat === 1 ? [] : [`--repeat ${repeat}`]),
    ...(abort === undefined ? [] : [`--abort ${formatDuration(abort)}`]),
    ...(baseline === undefined ? [] : [`--baseline ${baseline}`]),
    ...(baseline === undefined || margin === DEFAULT_MARGIN ? [] : [`--margin ${formatShare(margin)}`]),
  ]
  return `npm run scenario ${name} -- ${shown.join(' ')}`
}
