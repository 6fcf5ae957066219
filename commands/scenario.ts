// `sla-harness scenario`: runs one scenario, prints the verdict, writes the report. Without a name: lists them.

import { Command } from 'commander'
import { NAMED_LAYOUTS } from '../core/histogram/named-layouts.ts'
import type { Report } from '../core/report/report.ts'
import { DEFAULT_MARGIN } from '../core/run/earlier-run.ts'
import { ownCommand } from '../harness/own-command.ts'
import { LIMITS, type RunOptions } from '../harness/setup/run-options.ts'
import { checkReporterFiles, chooseReporters } from '../reports/reporters/reporters.ts'
import { loadScenario } from '../scenario-file/load-scenario.ts'
import { overrideScenario } from '../scenario-file/override-scenario.ts'
import { scenarioNotes } from '../scenario-file/scenario-notes.ts'
import { withSuggestions } from './completion/completed.ts'
import { exitCodeOf, type InconclusivePolicy, junitPolicy } from './exit-code.ts'
import { allowHostFlag } from './flags/allow-host-flag.ts'
import { flag, PORTS, wholeNumberIn } from './flags/flag.ts'
import { DEFAULT_GRACE_SECONDS, graceSeconds, marginShare } from './flags/gate-flags.ts'
import { prometheusFlag } from './flags/prometheus-flag.ts'
import { pushFlag } from './flags/push-flag.ts'
import { reporterFlag } from './flags/reporter-flag.ts'
import {
  engineFlag,
  generatorsFlag,
  joinFlag,
  metricsFlag,
  runFlag,
  seedFlag,
  targetFlag,
  timersFlag,
  workersFlag,
} from './flags/shared-flags.ts'
import { type Example, withExamples } from './help/examples.ts'
import { replayCommand } from './run/replay-command.ts'

/** Options of the run that have a flag of the same name. */
type RunFlags = Pick<
  RunOptions,
  | 'out'
  | 'target'
  | 'metrics'
  | 'prometheus'
  | 'layout'
  | 'seed'
  | 'engine'
  | 'timers'
  | 'workers'
  | 'generators'
  | 'join'
  | 'run'
  | 'baseline'
  | 'margin'
  | 'repeat'
  | 'preflight'
>

interface ScenarioFlags extends RunFlags {
  readonly allowHost?: readonly string[]
  readonly dryRun?: boolean
  /** Seconds. */
  readonly abort?: number
  readonly json?: boolean
  readonly quiet?: boolean
  readonly ui?: number
  readonly reporter?: readonly string[]
  readonly push?: string
  readonly inconclusive: InconclusivePolicy
}

const EXAMPLES: readonly Example[] = [
  { does: 'run a scenario that comes with the harness', run: 'sla-harness scenario spike' },
  {
    does: 'run one of your own; look at its plan and its first requests before',
    run: 'sla-harness scenario checkout.yaml --dry-run\nsla-harness scenario checkout.yaml',
  },
  {
    does: 'load another host than this machine',
    run: 'sla-harness scenario checkout.yaml --allow-host shop.example.org',
  },
  { does: 'watch it in the browser', run: 'sla-harness scenario ramp --ui' },
  {
    does: 'a gate in CI: judge against an earlier run, and stop once the SLA is lost',
    run: 'sla-harness scenario checkout.yaml --baseline reports/baseline --abort --reporter github,junit',
  },
  { does: 'send the load from four processes of this machine', run: 'sla-harness scenario ramp --generators 4' },
  { does: 'let a real Prometheus evaluate the rules', run: 'sla-harness scenario lag-spike --prometheus local' },
]

export function scenarioCommand(): Command {
  const command = new Command('scenario')
    .description('run a scenario and judge it; without a name, list the scenarios')
    .argument('[name or file]')
    .addOption(flag('--out <folder>', 'where to write the report (default: reports/runs/<scenario>/<UTC time>)'))
    .addOption(flag('--json', 'print the JSON report on stdout, and nothing else there'))
    .addOption(targetFlag())
    .addOption(allowHostFlag())
    .addOption(metricsFlag())
    .addOption(prometheusFlag())
    .addOption(
      withSuggestions(flag('--layout <name>', 'the bucket layout of the bundled server'), Object.keys(NAMED_LAYOUTS)),
    )
    .addOption(seedFlag())
    .addOption(engineFlag())
    .addOption(timersFlag())
    .addOption(workersFlag())
    .addOption(generatorsFlag())
    .addOption(joinFlag())
    .addOption(runFlag())
    .addOption(flag('--baseline <run>', 'judge against an earlier run: its folder or report.json'))
    .addOption(
      flag('--margin <share>', 'how much slower than the baseline a quantile may be')
        .default(DEFAULT_MARGIN, '10%')
        .argParser(marginShare),
    )
    .addOption(
      flag('--repeat <times>', 'run it several times with a fresh server each, and judge all runs together')
        .default(1)
        .argParser(wholeNumberIn(LIMITS.repeat)),
    )
    .addOption(
      flag('--abort [grace]', 'stop early once an objective can no longer be met or the service no longer answers')
        .preset(`${DEFAULT_GRACE_SECONDS}s`)
        .argParser(graceSeconds),
    )
    .addOption(
      flag('--ui [port]', 'serve a live view of the run on localhost; it becomes the report')
        .preset('0')
        .argParser(wholeNumberIn(PORTS)),
    )
    .addOption(flag('--dry-run', 'print the plan and the first requests of each kind, and send nothing'))
    .addOption(flag('--no-preflight', 'send the load without trying one request of each kind before'))
    .addOption(flag('--quiet', 'no progress, and a summary of one line'))
    .addOption(reporterFlag())
    .addOption(pushFlag())
    .addOption(
      flag('--inconclusive <policy>', 'what an inconclusive run exits as')
        .choices(['fail', 'pass', 'inconclusive'])
        .default('inconclusive'),
    )
    .action((name: string | undefined, flags: ScenarioFlags) => (name === undefined ? list() : run(name, flags)))
  return withExamples(command, EXAMPLES)
}

async function list(): Promise<void> {
  const { printScenarios } = await import('./list.ts')
  await printScenarios([], {})
}

async function run(name: string, flags: ScenarioFlags): Promise<void> {
  const {
    abort,
    allowHost,
    dryRun = false,
    json = false,
    quiet = false,
    ui,
    reporter = [],
    push,
    inconclusive,
    ...runFlags
  } = flags
  const scenario = await loadScenario(name, { cwd: process.cwd() })
  for (const note of scenarioNotes(overrideScenario(scenario, runFlags))) process.stderr.write(`note: ${note}\n`)
  // Before the run, so that a mistake does not have to wait for its end; the same holds for what is loaded.
  const pushing = push === undefined || push === '' ? null : await preparePush(push)
  const policy = junitPolicy(inconclusive)
  const options: RunOptions = { ...runFlags, allowHosts: allowHost, abortGraceSeconds: abort }
  const { printDryRun, showPlan } = await import('./plan/show-plan.ts')
  if (dryRun) return printDryRun(scenario, options, json)
  const replay = (seed: number, repeat: number) =>
    replayCommand(ownCommand(), 'scenario', name, { ...options, seed, repeat })
  const { stdout, stderr, env: environment } = process
  await showPlan(scenario, options, quiet)
  const reporters = chooseReporters(reporter, environment)
  await checkReporterFiles(reporters, environment)
  // Loaded only now, because a mistake in the scenario should not have to wait for it; and while the service starts, because
  // what was measured must not be lost where the program is replaced meanwhile.
  const { runWatched } = await import('./run/run-watched.ts')
  const [{ report, interrupted }, { reportResult }] = await Promise.all([
    runWatched(scenario, { ...options, junit: policy, replay }, { quiet, uiPort: ui }),
    import('../reports/reporters/report-result.ts'),
  ])
  await reportResult(report, { reporters, policy, json, quiet, stdout, stderr, environment })
  process.exitCode = exitCodeOf(report.verdict, interrupted, inconclusive)
  await pushing?.(report)
}

/** What sends the report once there is one; what becomes of it is said, and changes nothing else. */
async function preparePush(where: string): Promise<(report: Report) => Promise<boolean>> {
  const { openPush } = await import('./run/push-report.ts')
  const push = openPush(where, process.env)
  return (report) => push(report, process.stderr, process.stderr)
}
