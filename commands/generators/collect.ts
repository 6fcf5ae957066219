// `sla-harness collect`: what a run left on its broker whose coordinator died, judged.

import { Command } from 'commander'
import { collectRun } from '../../harness/generators/collect-run.ts'
import { reportResult } from '../../reports/reporters/report-result.ts'
import { checkReporterFiles, chooseReporters } from '../../reports/reporters/reporters.ts'
import { RUNS_FOLDER } from '../../reports/run-folder/run-folder.ts'
import { EXIT_CODES, exitCodeOf, type InconclusivePolicy, junitPolicy } from '../exit-code.ts'
import { flag } from '../flags/flag.ts'
import { reporterFlag } from '../flags/reporter-flag.ts'
import { type Example, withExamples } from '../help/examples.ts'
import { writeMessage } from '../message.ts'
import { interruptSignal } from '../process/interrupt.ts'

interface CollectFlags {
  readonly join: string
  readonly out?: string
  readonly keep?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
  readonly reporter?: readonly string[]
  readonly inconclusive: InconclusivePolicy
}

const EXAMPLES: readonly Example[] = [
  {
    does: 'judge what is there of a run whose coordinator died, and have the broker forget it',
    run: 'SLA_HARNESS_NATS_TOKEN=… sla-harness collect nightly-7 --join nats://broker.example:4222',
    isVerbatim: true,
  },
  {
    does: 'look at it, and leave it where it is',
    run: 'sla-harness collect nightly-7 --join nats://broker.example:4222 --keep --json',
    isVerbatim: true,
  },
]

export function collectCommand(): Command {
  const command = new Command('collect')
    .description('judge what a run left on its broker whose coordinator died, and say what is missing')
    .argument('<run>')
    .addOption(flag('--join <url>', 'the broker of the run: nats://host:4222 or tls://host').makeOptionMandatory())
    .addOption(flag('--out <folder>', `where to write the report (default: ${RUNS_FOLDER}/<scenario>/<UTC time>)`))
    .addOption(flag('--keep', 'leave on the broker what it keeps of the run'))
    .addOption(flag('--json', 'print the JSON report on stdout, and nothing else there'))
    .addOption(flag('--quiet', 'a summary of one line'))
    .addOption(reporterFlag())
    .addOption(
      flag('--inconclusive <policy>', 'what an inconclusive run exits as')
        .choices(['fail', 'pass', 'inconclusive'])
        .default('inconclusive'),
    )
    .action(collect)
  return withExamples(command, EXAMPLES)
}

async function collect(run: string, flags: CollectFlags): Promise<void> {
  const { join, out, keep = false, json = false, quiet = false, reporter = [], inconclusive } = flags
  const { stdout, stderr, env: environment } = process
  const say = (line: string) => writeMessage(stderr, line)
  const signal = interruptSignal(() => say('stopping; the broker keeps the run'))
  const reporters = chooseReporters(reporter, environment)
  await checkReporterFiles(reporters, environment)
  const policy = junitPolicy(inconclusive)
  const outcome = await collectRun({
    ...{ run, join, out, keep, environment, signal, say },
    runs: RUNS_FOLDER,
    cwd: process.cwd(),
    junit: policy,
  })
  if (outcome === null) {
    process.exitCode = EXIT_CODES.interrupted
    return
  }
  if (outcome.unkept !== null) say(outcome.unkept)
  await reportResult(outcome.report, { reporters, policy, json, quiet, stdout, stderr, environment })
  process.exitCode = exitCodeOf(outcome.verdict, false, inconclusive)
}
