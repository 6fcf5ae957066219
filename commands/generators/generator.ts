// `sla-harness generator`: waits on this machine for a run that another one leads, and sends its part of the load.

import { hostname } from 'node:os'
import { Command } from 'commander'
import { serveGenerator } from '../../harness/generators/serve-generator.ts'
import { EXIT_CODES } from '../exit-code.ts'
import { flag } from '../flags/flag.ts'
import { type Example, withExamples } from '../help/examples.ts'
import { writeMessage } from '../message.ts'
import { interruptSignal } from '../process/interrupt.ts'

interface GeneratorFlags {
  readonly join: string
  readonly run?: string
  readonly name?: string
}

const EXAMPLES: readonly Example[] = [
  {
    does: 'wait for runs, on each machine that is to send load',
    run: 'SLA_HARNESS_NATS_TOKEN=… sla-harness generator --join nats://broker.example:4222',
    isVerbatim: true,
  },
  {
    does: 'then lead a run from anywhere',
    run: 'SLA_HARNESS_NATS_TOKEN=… sla-harness scenario checkout.yaml --generators 4 --join nats://broker.example:4222',
    isVerbatim: true,
  },
  {
    does: 'wait for one run alone, and end with it',
    run: 'sla-harness generator --join tls://broker.example --run nightly-7',
    isVerbatim: true,
  },
]

export function generatorCommand(): Command {
  const command = new Command('generator')
    .description('wait for a run that another machine leads, and send a part of its load')
    .addOption(flag('--join <url>', 'the broker that both join: nats://host:4222 or tls://host').makeOptionMandatory())
    .addOption(flag('--run <name>', 'the one run to wait for, and to end with (default: any, until it is stopped)'))
    .addOption(flag('--name <name>', "what reports call this generator (default: the machine's name)"))
    .action(generate)
  return withExamples(command, EXAMPLES)
}

async function generate({ join, run, name = hostname() }: GeneratorFlags): Promise<void> {
  const say = (line: string) => writeMessage(process.stderr, line)
  const signal = interruptSignal(() =>
    say('stopping; what it has measured, if anything, is handed over (Ctrl-C again leaves at once)'),
  )
  const end = await serveGenerator({ join, run, name, environment: process.env, signal, say })
  process.exitCode =
    end === 'released' ? EXIT_CODES.pass : end === 'interrupted' ? EXIT_CODES.interrupted : EXIT_CODES.usage
}
