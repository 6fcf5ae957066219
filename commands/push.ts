// `sla-harness push`: sends a finished run to a Prometheus, or to whatever takes remote writes or OTLP metrics.

import { Command } from 'commander'
import { UserError } from '../core/user-error.ts'
import { findRun } from '../reports/run-folder/find-run.ts'
import { RUNS_FOLDER } from '../reports/run-folder/run-folder.ts'
import { EXIT_CODES } from './exit-code.ts'
import { flag } from './flags/flag.ts'
import { pushFlag } from './flags/push-flag.ts'
import { type Example, withExamples } from './help/examples.ts'
import { openPush } from './run/push-report.ts'

interface PushFlags {
  readonly push: string
  readonly runs: string
}

const EXAMPLES: readonly Example[] = [
  {
    does: 'the newest run, to a Prometheus that takes remote writes',
    run: 'sla-harness push --push http://127.0.0.1:9090',
  },
  {
    does: 'one scenario, to Mimir',
    run: 'sla-harness push spike --push remote-write=https://mimir.example/api/v1/push',
  },
  {
    does: 'what a job left behind, to an OpenTelemetry collector',
    run: 'sla-harness push artifacts/report.json --push otlp=http://127.0.0.1:4318',
  },
]

export function pushCommand(): Command {
  const command = new Command('push')
    .description('send a finished run to a Prometheus: exact quantiles by second, objectives and verdict as series')
    .argument(
      '[run]',
      'a scenario (its newest run), a run folder, or a report.json; the newest run of all unless named',
    )
    .addOption(pushFlag().makeOptionMandatory())
    .addOption(flag('--runs <folder>', 'where runs are kept').default(RUNS_FOLDER))
    .action(push)
  return withExamples(command, EXAMPLES)
}

/** Exit code 2 where it could not be sent: that is all that the command is for. */
async function push(run: string | undefined, { push: where, runs }: PushFlags): Promise<void> {
  const send = openPush(where, process.env)
  const report = await findRun(run, runs)
  if (report.simulation !== undefined)
    throw new UserError(`${report.run.folder}: expected a run of a service, got a simulated one, which nobody has felt`)
  const isPushed = await send(report, process.stdout, process.stderr)
  process.exitCode = isPushed ? EXIT_CODES.pass : EXIT_CODES.usage
}
