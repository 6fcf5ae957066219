// `sla-harness server`: the instrumented model server by itself, until Ctrl-C or SIGTERM stops it.

import { once } from 'node:events'
import { Command } from 'commander'
import { NAMED_LAYOUTS } from '../core/histogram/named-layouts.ts'
import type { ServerBehaviour } from '../core/scenario/server-behaviour.ts'
import { UserError } from '../core/user-error.ts'
import { LIMITS } from '../harness/setup/run-options.ts'
import { loadScenario } from '../scenario-file/load-scenario.ts'
import { PortTakenError } from '../server/http/port-taken-error.ts'
import { flag, PORTS, wholeNumberIn } from './flags/flag.ts'
import { type Example, withExamples } from './help/examples.ts'

interface ServerFlags {
  readonly host: string
  readonly port: number
  readonly metricsPort: number
  readonly scenario?: string
  readonly seed: number
}

/** The lab's server: a third of the requests each take 0.2 s, 0.5 s and 2.0 s. */
const LAB_BEHAVIOUR: ServerBehaviour = {
  latency: { kind: 'choice', choices: [0.2, 0.5, 2].map((seconds) => ({ seconds, weight: 1 })) },
  concurrency: Number.POSITIVE_INFINITY,
  layout: NAMED_LAYOUTS.lab,
  faults: [],
  restarts: [],
}

const EXAMPLES: readonly Example[] = [
  { does: 'predictions on port 5000, metrics on port 8000', run: 'sla-harness server' },
  {
    does: 'as slow as the server of a scenario, on free ports',
    run: 'sla-harness server --scenario spike --port 0 --metrics-port 0',
  },
]

export function serverCommand(): Command {
  const port = wholeNumberIn(PORTS)
  const command = new Command('server')
    .description('run the instrumented model server by itself (the latencies of the lab, unless a scenario is named)')
    .addOption(flag('--host <address>', 'the address to listen on').default('127.0.0.1'))
    .addOption(flag('--port <number>', 'the port of the API; 0 takes any free port').default(5000).argParser(port))
    .addOption(
      flag('--metrics-port <number>', 'the port of /metrics; 0 takes any free port').default(8000).argParser(port),
    )
    .addOption(flag('--scenario <name or file>', 'behave like the server of this scenario, without its faults'))
    .addOption(flag('--seed <number>', 'the seed of its latencies').default(1).argParser(wholeNumberIn(LIMITS.seed)))
    .action(serve)
  return withExamples(command, EXAMPLES)
}

async function serve({ host, port, metricsPort, scenario, seed }: ServerFlags): Promise<void> {
  const behaviour = scenario === undefined ? LAB_BEHAVIOUR : await behaviourOf(scenario)
  const { startServer } = await import('../server/start-server.ts')
  const server = await startServer({ host, apiPort: port, metricsPort, behaviour, seed }).catch((error) => {
    if (!(error instanceof PortTakenError)) throw error
    const flagName = error.port === port ? '--port' : '--metrics-port'
    throw new UserError(`${error.message}, with ${flagName} <number>`, { cause: error })
  })
  process.stderr.write(
    `predictions: ${server.apiUrl}/predict\nmetrics:     ${server.metricsUrl}/metrics\nCtrl-C stops it.\n`,
  )
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await server.close()
}

async function behaviourOf(name: string): Promise<ServerBehaviour> {
  const { service, file } = await loadScenario(name, { cwd: process.cwd() })
  if (service.kind === 'bundled') return service.behaviour
  throw new UserError(`${file}: expected a scenario with the bundled server, got one with a target of its own`)
}
