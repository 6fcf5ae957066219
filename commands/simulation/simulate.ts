// `sla-harness simulate`: a scenario in virtual time. Nothing is sent; the report is of a model.

import { Command, InvalidArgumentError } from 'commander'
import { NAMED_LAYOUTS } from '../../core/histogram/named-layouts.ts'
import { VERDICTS, type Verdict } from '../../core/report/worst-verdict.ts'
import { parseShare } from '../../core/scenario/parse-objective.ts'
import { formatDuration, parseDuration } from '../../core/text/duration.ts'
import { UserError } from '../../core/user-error.ts'
import { commandLine, ownCommand, shellWord } from '../../harness/own-command.ts'
import { checkReporterFiles, chooseReporters } from '../../reports/reporters/reporters.ts'
import { SIMULATED_FOLDER } from '../../reports/run-folder/run-folder.ts'
import { loadScenario } from '../../scenario-file/load-scenario.ts'
import { withSuggestions } from '../completion/completed.ts'
import { EXIT_CODES, exitCodeOf, type InconclusivePolicy, junitPolicy } from '../exit-code.ts'
import { flag } from '../flags/flag.ts'
import { reporterFlag } from '../flags/reporter-flag.ts'
import { seedFlag } from '../flags/shared-flags.ts'
import { type Example, withExamples } from '../help/examples.ts'
import { writeMessage } from '../message.ts'

interface SimulateFlags {
  readonly out?: string
  readonly json?: boolean
  readonly quiet?: boolean
  readonly layout?: string
  readonly seed?: number
  /** Seconds. */
  readonly scrapeJitter: number
  /** A share. */
  readonly scrapeFailures: number
  readonly expect?: Verdict
  readonly reporter?: readonly string[]
  readonly inconclusive: InconclusivePolicy
}

const EXAMPLES: readonly Example[] = [
  { does: 'see what two minutes of traffic would show, within a second', run: 'sla-harness simulate spike' },
  { does: 'the same with other arrivals and latencies', run: 'sla-harness simulate spike --seed 7' },
  {
    does: 'in CI: exit with 0 where the model passes, with 1 where it does not',
    run: 'sla-harness simulate checkout.yaml --expect pass',
  },
  {
    does: 'does the alert still fire where scrapes are lost?',
    run: 'sla-harness simulate lag-spike --scrape-failures 20%',
  },
]

export function simulateCommand(): Command {
  const command = new Command('simulate')
    .description(
      'run a scenario with the bundled server in virtual time: the same report, of a model and of no service',
    )
    .argument('<name or file>')
    .addOption(flag('--out <folder>', `where to write the report (default: ${SIMULATED_FOLDER}/<scenario>/<UTC time>)`))
    .addOption(flag('--json', 'print the JSON report on stdout, and nothing else there'))
    .addOption(
      withSuggestions(flag('--layout <name>', 'the bucket layout of the bundled server'), Object.keys(NAMED_LAYOUTS)),
    )
    .addOption(seedFlag())
    .addOption(
      flag('--scrape-jitter <duration>', 'how much after its tick a scrape comes at most')
        .default(0, '0s')
        .argParser(duration),
    )
    .addOption(
      flag('--scrape-failures <share>', 'the share of scrapes that get no page in time')
        .default(0, '0%')
        .argParser(share),
    )
    .addOption(
      flag('--expect <verdict>', "exit with 0 where the model's verdict is this one, else with 1").choices(VERDICTS),
    )
    .addOption(flag('--quiet', 'a summary of one line'))
    .addOption(reporterFlag())
    .addOption(
      flag('--inconclusive <policy>', 'what it exits as, for a simulation proves nothing about a service')
        .choices(['fail', 'pass', 'inconclusive'])
        .default('inconclusive'),
    )
    .action(simulate)
  return withExamples(command, EXAMPLES)
}

async function simulate(name: string, flags: SimulateFlags): Promise<void> {
  const { out, layout, seed, json = false, quiet = false, reporter = [], inconclusive, expect } = flags
  const scrapes = { jitterSeconds: flags.scrapeJitter, failureShare: flags.scrapeFailures }
  const { stdout, stderr, env: environment } = process
  const scenario = await loadScenario(name, { cwd: process.cwd() })
  const { scrapeIntervalSeconds } = scenario.prometheus
  if (scrapes.jitterSeconds >= scrapeIntervalSeconds)
    throw new UserError(
      `--scrape-jitter: expected less than the scrape interval of ${formatDuration(scrapeIntervalSeconds)}, got ${formatDuration(scrapes.jitterSeconds)}`,
    )
  const reporters = chooseReporters(reporter, environment)
  await checkReporterFiles(reporters, environment)
  const policy = junitPolicy(inconclusive)
  const [{ simulateScenario }, { reportResult }] = await Promise.all([
    import('../../harness/simulation/simulate-scenario.ts'),
    import('../../reports/reporters/report-result.ts'),
  ])
  const startedMs = performance.now()
  const { report, unkept } = await simulateScenario(scenario, {
    ...{ out, layout, seed, scrapes, junit: policy, runs: SIMULATED_FOLDER },
    replay: (seed) => commandLine(ownCommand(), 'simulate', shellWord(name), shownFlags(seed, flags)),
  })
  if (!quiet && !json) {
    const took = formatDuration((performance.now() - startedMs) / 1e3)
    stderr.write(`simulated ${formatDuration(report.run.durationSeconds)} in ${took}\n`)
  }
  if (unkept !== null) writeMessage(stderr, unkept)
  await reportResult(report, { reporters, policy, json, quiet, stdout, stderr, environment })
  const ofModel = report.simulation?.verdict
  const isMissed = expect !== undefined && ofModel !== expect
  if (isMissed) writeMessage(stderr, `--expect ${expect}: the model's verdict is ${ofModel}`)
  if (expect === undefined) process.exitCode = exitCodeOf(report.verdict, false, inconclusive)
  else process.exitCode = isMissed ? EXIT_CODES.fail : EXIT_CODES.pass
}

/** What decides what the simulation does. */
function shownFlags(seed: number, { layout, scrapeJitter, scrapeFailures }: SimulateFlags): string[] {
  return [
    `--seed ${seed}`,
    ...(layout === undefined ? [] : [`--layout ${shellWord(layout)}`]),
    ...(scrapeJitter === 0 ? [] : [`--scrape-jitter ${formatDuration(scrapeJitter, EXACT_DIGITS)}`]),
    ...(scrapeFailures === 0 ? [] : [`--scrape-failures ${exactPercent(scrapeFailures)}`]),
  ]
}

/** As a number of the command line is kept: fewer replay another simulation. */
const EXACT_DIGITS = 15

function exactPercent(share: number): string {
  return `${(share * 100).toFixed(12).replace(/\.?0+$/, '')}%`
}

function duration(text: string): number {
  const seconds = parseDuration(text)
  if (seconds !== undefined) return seconds
  throw new InvalidArgumentError(`Expected a duration such as 100ms, got ${text}.`)
}

function share(text: string): number {
  const parsed = parseShare(text)
  if (parsed !== undefined) return parsed
  throw new InvalidArgumentError(`Expected a share such as 10%, got ${text}.`)
}
