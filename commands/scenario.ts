// `sla-harness scenario`: runs one scenario, prints the verdict, writes the report. Without a name: lists them.

import { Command } from 'commander'
import type { Report } from '../core/report.ts'
import type { Scenario } from '../core/scenario.ts'
import type { PrometheusChoice } from '../harness/harness-options.ts'
import { renderScenarioList } from '../reports/scenario-list.ts'
import { terminalOptions } from '../reports/terminal/terminal-options.ts'
import { renderJson } from '../reports/writers/json.ts'
import { renderTerminalSummary } from '../reports/writers/terminal-summary.ts'
import { listScenarios } from '../scenarios/list-scenarios.ts'
import { loadScenario } from '../scenarios/load-scenario.ts'
import { overrideScenario } from '../scenarios/override-scenario.ts'
import { redactUrl } from '../scenarios/redact-url.ts'
import { exitCodeOf, type InconclusivePolicy } from './exit-code.ts'
import { flag, wholeNumber } from './flag.ts'
import { prometheusFlag, shownChoice } from './prometheus-flag.ts'
import { runAndReport } from './run-and-report.ts'

interface ScenarioFlags {
  readonly out?: string
  readonly json?: boolean
  readonly target?: string
  readonly metrics?: string
  readonly prometheus: PrometheusChoice
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
    .addOption(prometheusFlag())
    .addOption(flag('--layout <name>', 'the bucket layout of the bundled server'))
    .addOption(
      flag('--seed <number>', 'the seed of arrivals, latencies and faults').argParser(wholeNumber(0, 2 ** 32 - 1)),
    )
    .addOption(flag('--workers <number>', 'generator threads').default(1).argParser(wholeNumber(1, 64)))
    .addOption(flag('--quiet', 'no progress, and a summary of one line'))
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
  const compared = scenario.layouts === undefined ? null : { layouts: scenario.layouts }
  const settings = { ...flags, replay: replayCommand(name, scenario, flags) }
  const { report, interrupted } = await runAndReport(scenario, settings, compared)
  print(report, flags)
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
function replayCommand(
  name: string,
  { load }: Scenario,
  { target, metrics, layout, workers, prometheus }: ScenarioFlags,
): string {
  const flags = [
    `--seed ${load.seed}`,
    ...(target === undefined ? [] : [`--target ${redactUrl(target)}`]),
    ...(metrics === undefined ? [] : [`--metrics ${redactUrl(metrics)}`]),
    ...(prometheus.kind === 'embedded' ? [] : [`--prometheus ${shownChoice(prometheus, redactUrl)}`]),
    ...(layout === undefined ? [] : [`--layout ${layout}`]),
    ...(workers === 1 ? [] : [`--workers ${workers}`]),
  ]
  return `npm run scenario ${name} -- ${flags.join(' ')}`
}

function print(report: Report, flags: ScenarioFlags): void {
  if (flags.json) process.stdout.write(renderJson(report))
  const out = flags.json ? process.stderr : process.stdout
  if (flags.quiet) out.write(`${report.verdict}: ${report.reasons[0] ?? ''}\n`)
  else out.write(renderTerminalSummary(report, terminalOptions(out, process.env)))
}
