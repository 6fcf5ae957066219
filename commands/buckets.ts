// `sla-harness buckets`: compares bucket layouts on a scenario that it runs, or on a recorded run, and recommends one.
// Exits with 0 once the comparison is written, whatever the run's verdict.

import { join } from 'node:path'
import { Command } from 'commander'
import type { LayoutsReport } from '../core/report/layout-comparison.ts'
import type { Report } from '../core/report/report.ts'
import type { Scenario } from '../core/scenario/scenario.ts'
import { UserError } from '../core/user-error.ts'
import { compareEvidence, type LayoutRequest } from '../harness/layouts/compare-evidence.ts'
import { readEvidence } from '../harness/layouts/read-evidence.ts'
import { type RecordChoice, scrapeChoice, UNIT_FLAGS } from '../harness/layouts/record-choice.ts'
import { type RecordPlace, recordAt } from '../harness/layouts/record-place.ts'
import { USUAL_LAYOUTS } from '../harness/layouts/select-layouts.ts'
import { ownCommand, shellWord } from '../harness/own-command.ts'
import type { RunOptions } from '../harness/setup/run-options.ts'
import { jsonText } from '../reports/json/json-text.ts'
import { layoutsOfReport, writeLayouts } from '../reports/run-folder/write-layouts.ts'
import { layoutsInBrief, renderLayouts } from '../reports/terminal/bucket-layouts/layouts.ts'
import { terminalOptions } from '../reports/terminal/terminal-options.ts'
import { loadScenario } from '../scenario-file/load-scenario.ts'

import { EXIT_CODES } from './exit-code.ts'
import { allowHostFlag } from './flags/allow-host-flag.ts'
import { flag, wholeNumberIn } from './flags/flag.ts'
import { gathered, judgedObjectives, quantileList, readLayouts, spanEnd } from './flags/layout-flags.ts'
import { engineFlag, metricsFlag, seedFlag, targetFlag, timersFlag, workersFlag } from './flags/shared-flags.ts'
import { type Example, withExamples } from './help/examples.ts'
import { writeMessage } from './message.ts'
import { replayCommand } from './run/replay-command.ts'

interface BucketsFlags
  extends RecordChoice,
    Pick<RunOptions, 'out' | 'target' | 'metrics' | 'seed' | 'engine' | 'timers' | 'workers'> {
  readonly layout?: readonly string[]
  readonly allowHost?: readonly string[]
  readonly bounds?: number
  readonly quantiles?: readonly number[]
  readonly sla?: readonly string[]
  readonly json?: boolean
  readonly quiet?: boolean
}

const EXAMPLES: readonly Example[] = [
  { does: 'run a scenario, and compare the usual layouts on its requests', run: 'sla-harness buckets lab' },
  {
    does: 'compare on a run that was recorded, with an objective in mind',
    run: "sla-harness buckets reports/runs/lab/latest --sla 'p95 < 300ms'",
  },
  {
    does: 'ask a Prometheus what one histogram of it saw during the last day',
    run: 'sla-harness buckets http://127.0.0.1:9090 --histogram http_request_duration_seconds --from -1d',
  },
  { does: 'try layouts of your own', run: "sla-harness buckets spike --layout 0.1,0.3,1 --layout 'native(4)'" },
]

export function bucketsCommand(): Command {
  const command = new Command('buckets')
    .description('compare bucket layouts on a scenario, on what was recorded or on a Prometheus, and recommend one')
    .argument('<scenario, run folder, .hlog or .om file, or URL of a Prometheus>')
    .addOption(
      flag(
        '--layout <layout>',
        'a layout to compare (may be repeated): a name, 0.1,0.2,0.5, linear(…), exponential(…), slo(…), native(4), @file',
      ).argParser(gathered),
    )
    .addOption(
      flag('--bounds <number>', 'the greatest number of bounds to recommend (default: 10)').argParser(
        wholeNumberIn([1, 1000]),
      ),
    )
    .addOption(
      flag('--quantiles <list>', 'the quantiles to compare (default: p50,p90,p95,p99)').argParser(quantileList),
    )
    .addOption(
      flag(
        '--sla <objective>',
        'a threshold to judge in addition to those of the run (may be repeated): p95 < 1s',
      ).argParser(gathered),
    )
    .addOption(
      flag(
        '--unit <unit>',
        'time unit of .hlog values (default: what its Interval_Max tells, or us), or of scraped bounds (default: what name or metadata tell, or s)',
      ).choices(Object.keys(UNIT_FLAGS)),
    )
    .addOption(
      flag('--histogram <name>', 'of scrapes: the histogram to read (default: the run’s own, or the only one)'),
    )
    .addOption(flag('--match <matchers>', 'of scrapes: which of its series, such as \'{route="/predict"}\''))
    .addOption(
      flag(
        '--from <instant>',
        'of scrapes: read from there on: -1h, or 2026-01-31T12:00:00Z (a Prometheus: -1h)',
      ).argParser(spanEnd),
    )
    .addOption(flag('--to <instant>', 'of scrapes: read until there (default: now, or the end)').argParser(spanEnd))
    .addOption(flag('--out <folder>', 'where to write (default: the run folder; nothing for a .hlog file)'))
    .addOption(flag('--json', 'print the comparison as JSON on stdout, and nothing else there'))
    .addOption(flag('--quiet', 'no progress, and a summary of one line'))
    .addOption(targetFlag('of a scenario: '))
    .addOption(allowHostFlag('of a scenario: '))
    .addOption(metricsFlag('of a scenario: '))
    .addOption(seedFlag('of a scenario: '))
    .addOption(engineFlag('of a scenario: '))
    .addOption(timersFlag('of a scenario: '))
    .addOption(workersFlag('of a scenario: '))
    .action(compare)
  return withExamples(command, EXAMPLES)
}

async function compare(place: string, flags: BucketsFlags): Promise<void> {
  const recorded = await recordAt(place)
  return recorded ? compareRecord(recorded, flags) : compareRun(place, flags)
}

async function compareRecord(place: RecordPlace, flags: BucketsFlags): Promise<void> {
  const compared = compareEvidence(await readEvidence(place, flags), await requestOf(flags))
  const out = flags.out ?? (place.kind === 'folder' ? place.path : null)
  try {
    print(compared, flags, out === null ? [] : await writeLayouts(out, compared))
  } catch (error) {
    // What was compared is shown, also where it cannot be kept.
    if (error instanceof UserError) print(compared, flags, [])
    throw error
  }
}

async function compareRun(name: string, flags: BucketsFlags): Promise<void> {
  refuseRecordFlags(name, flags)
  const { out, target, allowHost, metrics, seed, engine, timers, workers, quiet = false } = flags
  const scenario = await loadScenario(name, { cwd: process.cwd() })
  const options: RunOptions = { out, target, allowHosts: allowHost, metrics, seed, engine, timers, workers }
  const layouts = await requestOf(flags, scenario)
  const shownLayouts = (flags.layout ?? []).map((text) => `--layout ${shellWord(text)}`)
  const replay = (seed: number) => replayCommand(ownCommand(), 'buckets', name, { ...options, seed }, shownLayouts)
  // Loaded only where something is run.
  const [{ runWatched }, { showPlan }] = await Promise.all([
    import('./run/run-watched.ts'),
    import('./plan/show-plan.ts'),
  ])
  await showPlan(scenario, options, quiet)
  const { report, folder, interrupted } = await runWatched(scenario, { ...options, layouts, replay }, { quiet })
  writeMessage(process.stderr, verdictOfRun(report))
  const compared = layoutsOfReport(report)
  if (compared) print(compared, flags, folder === null ? [] : [join(folder, 'report.json')])
  else process.stderr.write('Nothing was observed, so there is nothing to compare.\n')
  process.exitCode = interrupted ? EXIT_CODES.interrupted : compared ? EXIT_CODES.pass : EXIT_CODES.inconclusive
}

function refuseRecordFlags(name: string, choice: RecordChoice): void {
  const unused = scrapeChoice(choice)
  if (unused !== undefined)
    throw new UserError(
      `--${unused}: expected recorded scrapes or a Prometheus to choose from, got the scenario ${name}`,
    )
}

function verdictOfRun({ verdict, reasons }: Report): string {
  return `The run itself: ${verdict}. ${reasons[0] ?? ''}`.trimEnd()
}

async function requestOf(
  { layout, bounds, quantiles, sla }: BucketsFlags,
  scenario?: Scenario,
): Promise<LayoutRequest> {
  return {
    layouts:
      layout === undefined
        ? (scenario?.layouts ?? USUAL_LAYOUTS)
        : await readLayouts(layout, (sentence) => writeMessage(process.stderr, sentence)),
    ...(bounds === undefined ? {} : { budget: bounds }),
    ...(quantiles === undefined ? {} : { quantiles }),
    ...(sla === undefined ? {} : { objectives: judgedObjectives(sla) }),
  }
}

function print(compared: LayoutsReport, { json, quiet }: BucketsFlags, written: readonly string[]): void {
  if (json) process.stdout.write(jsonText(compared))
  const out = json ? process.stderr : process.stdout
  if (quiet) out.write(`${layoutsInBrief(compared)}\n`)
  else out.write(renderLayouts(compared, terminalOptions(out, process.env), written))
}
