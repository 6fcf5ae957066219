// `sla-harness init`: from the address of a service to a scenario, rules, their test, and a job for CI.

import { Command, InvalidArgumentError } from 'commander'
import { parseDuration } from '../core/text/duration.ts'
import { EXIT_CODES } from './exit-code.ts'
import { flag } from './flags/flag.ts'
import { gathered } from './flags/layout-flags.ts'
import { type Example, withExamples } from './help/examples.ts'
import { writeMessage } from './message.ts'
import { interruptSignal } from './process/interrupt.ts'

interface InitFlags {
  readonly from?: string
  readonly metrics?: readonly string[]
  readonly histogram?: string
  readonly path?: readonly string[]
  /** Seconds. */
  readonly p95?: number
  readonly rate?: number
  readonly for?: number
  readonly observe: number
  readonly name?: string
  readonly out: string
  readonly force?: boolean
  readonly ci: boolean
  readonly metricsToken?: string
  readonly insecure?: boolean
  readonly ca?: string
  readonly socket?: string
  readonly yes?: boolean
  readonly json?: boolean
}

const EXAMPLES: readonly Example[] = [
  { does: 'be asked', run: 'sla-harness init' },
  { does: 'take what is proposed', run: 'sla-harness init http://127.0.0.1:3000 --yes' },
  { does: 'begin with what stands in the browser', run: "sla-harness init 'http://127.0.0.1:3000/search?q=lamp'" },
  {
    does: 'say what is sent, how fast it must be, and how much of it there is',
    run: 'sla-harness init http://127.0.0.1:3000 --path /search --p95 250ms --rate 20',
  },
  {
    does: 'take the requests from an OpenAPI description, a HAR recording or an access log',
    run: 'sla-harness init http://127.0.0.1:3000 --from openapi.yaml',
  },
  {
    does: 'or from a curl command',
    run: `sla-harness init --from "curl -H 'Accept: application/json' http://127.0.0.1:3000/orders"`,
  },
  {
    does: 'a certificate of your own, and metrics that want a token',
    run: 'sla-harness init https://127.0.0.1:8443 --ca ca.pem --metrics-token METRICS_TOKEN',
  },
]

export function initCommand(): Command {
  const command = new Command('init')
    .description('look at a service and write a first scenario for it, with rules, their test and a CI job')
    .argument('[url]', 'the service, or what is asked of it; beside --path and --from its base path')
    .addOption(
      flag(
        '--from <file or curl command>',
        'what is sent: an OpenAPI description, a HAR recording, curl commands or an access log',
      ),
    )
    .addOption(
      flag('--metrics <url>', 'its page of metrics; may be repeated (default: looked for)').argParser(gathered),
    )
    .addOption(flag('--histogram <name>', 'the metric of its latency (default: the likeliest)'))
    .addOption(
      flag('--path <path>', 'what is asked for with GET; may be repeated (default: what its metrics show)').argParser(
        gathered,
      ),
    )
    .addOption(flag('--p95 <duration>', 'the limit of the P95 (default: proposed)').argParser(durationAbove0))
    .addOption(flag('--rate <number>', 'requests a second (default: proposed)').argParser(rateAbove0))
    .addOption(flag('--for <duration>', 'how long is measured (default: proposed)').argParser(durationAbove0))
    .addOption(
      flag('--observe <duration>', 'between two looks at the metrics').default(2, '2s').argParser(durationAbove0),
    )
    .addOption(flag('--name <name>', 'what the scenario is called (default: as the folder or the host)'))
    .addOption(flag('--out <folder>', 'where to write').default('.'))
    .addOption(flag('--force', 'overwrite files that are there'))
    .addOption(flag('--no-ci', 'no .github/workflows/<name>.yml'))
    .addOption(flag('--metrics-token <variable>', 'the environment variable with the token of the metrics'))
    .addOption(flag('--insecure', 'take any TLS certificate'))
    .addOption(flag('--ca <file>', 'trust the issuers in this PEM file'))
    .addOption(flag('--socket <path>', 'connect to this unix domain socket'))
    .addOption(flag('--yes', 'ask nothing, take what is proposed; without a terminal nothing is asked either'))
    .addOption(flag('--json', 'print what was written and what is to be known as JSON'))
    .action(init)
  return withExamples(command, EXAMPLES)
}

function durationAbove0(text: string): number {
  const seconds = parseDuration(text)
  if (seconds !== undefined && seconds > 0) return seconds
  throw new InvalidArgumentError(`Expected a duration such as 250ms or 2m, got ${text}.`)
}

function rateAbove0(text: string): number {
  const rate = Number(text)
  if (/^\d*\.?\d+$/.test(text) && rate > 0) return rate
  throw new InvalidArgumentError(`Expected a number of requests a second above 0, got ${text}.`)
}

async function init(url: string | undefined, flags: InitFlags): Promise<void> {
  const { json = false, yes = false } = flags
  const { stdin, stdout, stderr } = process
  const mayAsk = !yes && !json && stdin.isTTY === true && stderr.isTTY === true
  const { runInit } = await import('../harness/init/run-init.ts')
  const { askOnTerminal, Declined } = await import('./init/ask-on-terminal.ts')
  const { shownResult } = await import('./init/shown-result.ts')
  try {
    const result = await runInit({
      cwd: process.cwd(),
      environment: process.env,
      signal: interruptSignal(() => undefined),
      from: flags.from ?? null,
      url: url ?? null,
      metrics: flags.metrics ?? [],
      histogram: flags.histogram ?? null,
      paths: flags.path ?? [],
      limitSeconds: flags.p95 ?? null,
      rate: flags.rate ?? null,
      seconds: flags.for ?? null,
      name: flags.name ?? null,
      out: flags.out,
      force: flags.force ?? false,
      ci: flags.ci,
      metricsToken: flags.metricsToken ?? null,
      insecure: flags.insecure ?? false,
      ca: flags.ca ?? null,
      socket: flags.socket ?? null,
      observeSeconds: flags.observe,
      asker: mayAsk ? askOnTerminal(stderr) : null,
      note: (sentence) => writeMessage(stderr, `init: ${sentence}`),
    })
    stdout.write(shownResult(result, json, stdout, process.env))
  } catch (error) {
    if (!(error instanceof Declined)) throw error
    process.exitCode = EXIT_CODES.interrupted
  }
}
