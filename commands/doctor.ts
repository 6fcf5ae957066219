// `sla-harness doctor`: looks at the machine and at a scenario's target, and says what to do about what would spoil a run.
// Exits with 0, or with 2 where there is a problem.

import { Command } from 'commander'
import { checksIn } from '../core/doctor/doctor-check.ts'
import { hideSecrets } from '../core/secrets/secrets.ts'
import { UserError } from '../core/user-error.ts'
import { runDoctor } from '../harness/doctor/run-doctor.ts'
import type { PrometheusChoice } from '../harness/setup/run-options.ts'
import { jsonText } from '../reports/json/json-text.ts'
import { renderDoctor } from '../reports/terminal/doctor.ts'
import { terminalOptions } from '../reports/terminal/terminal-options.ts'
import { loadScenario } from '../scenario-file/load-scenario.ts'
import { EXIT_CODES } from './exit-code.ts'
import { allowHostFlag } from './flags/allow-host-flag.ts'
import { flag } from './flags/flag.ts'
import { prometheusFlag } from './flags/prometheus-flag.ts'
import { metricsFlag, targetFlag, workersFlag } from './flags/shared-flags.ts'
import { type Example, withExamples } from './help/examples.ts'

interface DoctorFlags {
  readonly target?: string
  readonly metrics?: string
  readonly allowHost?: readonly string[]
  readonly prometheus: PrometheusChoice
  readonly workers: number
  readonly requests: boolean
  readonly json?: boolean
}

const EXAMPLES: readonly Example[] = [
  { does: 'is this machine fit to measure?', run: 'sla-harness doctor' },
  { does: 'and the service of a scenario, its metrics and its clock?', run: 'sla-harness doctor checkout.yaml' },
  { does: 'the same without sending a request to it', run: 'sla-harness doctor checkout.yaml --no-requests' },
  {
    does: 'and the Prometheus that would evaluate its rules',
    run: 'sla-harness doctor checkout.yaml --prometheus http://127.0.0.1:9090',
  },
  { does: 'for a program: every figure', run: 'sla-harness doctor checkout.yaml --json' },
]

const REMARKS = `
Takes about five seconds. Of a target, its metrics are read, HEAD is asked for a
dozen times, and one request of each kind is sent, as a run does before its load.

Exit codes: 0 no problem, 2 a problem (a warning is none).`

export function doctorCommand(): Command {
  const command = new Command('doctor')
    .description('look at this machine, and at the target of a scenario, and say what would spoil a run')
    .argument('[name or file]', 'a scenario; the machine alone without one')
    .addOption(targetFlag('of a scenario: '))
    .addOption(metricsFlag('of a scenario: '))
    .addOption(allowHostFlag('of a scenario: '))
    .addOption(prometheusFlag())
    .addOption(workersFlag('of a scenario: '))
    .addOption(flag('--no-requests', 'send none of the requests of the scenario'))
    .addOption(flag('--json', 'print the checks as JSON on stdout, and nothing else there'))
    .addHelpText('after', REMARKS)
    .action(doctor)
  return withExamples(command, EXAMPLES)
}

/** Without a scenario these say nothing; in the environment they may stand for other commands. */
const OF_A_SCENARIO = {
  target: '--target',
  metrics: '--metrics',
  allowHost: '--allow-host',
  prometheus: '--prometheus',
  requests: '--no-requests',
} as const satisfies Partial<Record<keyof DoctorFlags, string>>

async function doctor(name: string | undefined, flags: DoctorFlags, command: Command): Promise<void> {
  const { target, metrics, allowHost, prometheus, workers, requests, json = false } = flags
  const [idle] = Object.entries(OF_A_SCENARIO).filter(([key]) => command.getOptionValueSource(key) === 'cli')
  if (name === undefined && idle !== undefined)
    throw new UserError(
      `doctor: expected a scenario beside ${idle[1]}, got none: it says what is sent where, and who is asked`,
    )
  const { stdout, env: environment } = process
  const cwd = process.cwd()
  const scenario = name === undefined ? null : await loadScenario(name, { cwd })
  const report = await runDoctor(scenario, {
    cwd,
    environment,
    target,
    metrics,
    allowHosts: allowHost,
    prometheus,
    workers,
    requests,
  })
  const text = json ? jsonText(report) : renderDoctor(report, terminalOptions(stdout, environment))
  stdout.write(hideSecrets(text))
  const hasProblem = checksIn(report).some(({ state }) => state === 'problem')
  process.exitCode = hasProblem ? EXIT_CODES.usage : EXIT_CODES.pass
}
