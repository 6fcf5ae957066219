// `sla-harness kubernetes`: prints manifests for generators on Kubernetes. It talks to no cluster.

import { Command, InvalidArgumentError } from 'commander'
import { stringify } from 'yaml'
import { isLocalHost } from '../../core/route/local-host.ts'
import { DURATION_EXAMPLE, parseDuration } from '../../core/text/duration.ts'
import { UserError } from '../../core/user-error.ts'
import { parseJoinAddress } from '../../generators/broker/join-address.ts'
import {
  brokerName,
  jobName,
  type KubernetesPlacement,
  kubernetesManifests,
} from '../../generators/placement/kubernetes-manifests.ts'
import { NATS_PORT } from '../../generators/placement/nats-config.ts'
import { ownCommand } from '../../harness/own-command.ts'
import { LIMITS } from '../../harness/setup/run-options.ts'
import { harnessVersion } from '../../harness/version.ts'
import { flag, wholeNumberIn } from '../flags/flag.ts'
import { calledAs, type Example, withExamples } from '../help/examples.ts'

interface KubernetesFlags extends Pick<KubernetesPlacement, 'generators' | 'image' | 'cpu' | 'memory'> {
  readonly prefix: string
  readonly namespace?: string
  readonly join?: string
  readonly run?: string
  readonly secret?: string
  /** Seconds. */
  readonly deadline: number
  readonly json?: boolean
}

const EXAMPLES: readonly Example[] = [
  {
    does: 'ten generators and a broker, for kubectl apply',
    run: 'sla-harness kubernetes --generators 10 --image registry.example/sla-harness:0.2.0 > generators.yaml',
    isVerbatim: true,
  },
  {
    does: 'generators for one run alone, which end after it',
    run: 'sla-harness kubernetes --generators 4 --run nightly-1',
  },
  {
    does: 'generators for a broker that is there already',
    run: 'sla-harness kubernetes --generators 4 --join nats://nats.messaging:4222 --secret nats-token',
  },
]

export function kubernetesCommand(): Command {
  const command = new Command('kubernetes')
    .description('print manifests for generators on Kubernetes: an Indexed Job, and the broker that it joins')
    .addOption(
      flag('--generators <count>', 'how many generators, each a pod')
        .argParser(wholeNumberIn(LIMITS.generators))
        .makeOptionMandatory(),
    )
    .addOption(
      flag('--image <image>', "the harness's image, where the cluster finds it").default(
        `sla-harness:${harnessVersion}`,
      ),
    )
    .addOption(flag('--prefix <name>', 'what the names of all objects begin with').default('sla').argParser(label))
    .addOption(flag('--namespace <name>', 'the namespace (default: the one that kubectl is set to)').argParser(label))
    .addOption(
      flag('--join <url>', 'a broker that is there already, as the pods reach it (default: one is printed too)'),
    )
    .addOption(flag('--run <name>', 'the one run that the generators are for (default: any)').argParser(runName))
    .addOption(
      flag(
        '--secret <name>',
        "the Secret with the broker's token under the key token (default: <prefix>-nats)",
      ).argParser(label),
    )
    .addOption(flag('--cpu <quantity>', 'cores for each generator').default('1').argParser(cores))
    .addOption(flag('--memory <quantity>', 'memory for each generator').default('512Mi').argParser(bytes))
    .addOption(
      flag('--deadline <duration>', 'when generators end that nobody has ended')
        .default(4 * 3600, '4h')
        .argParser(seconds),
    )
    .addOption(flag('--json', 'one list in JSON instead of YAML'))
    .action(printManifests)
  return withExamples(command, EXAMPLES)
}

function printManifests({ deadline, json = false, prefix, ...flags }: KubernetesFlags): void {
  const placement: KubernetesPlacement = {
    ...flags,
    name: prefix,
    namespace: flags.namespace ?? null,
    join: flags.join === undefined ? null : reachable(flags.join),
    run: flags.run ?? null,
    secret: flags.secret ?? brokerName(prefix),
    deadlineSeconds: deadline,
  }
  const items = kubernetesManifests(placement)
  if (json) {
    process.stdout.write(`${JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 2)}\n`)
    return
  }
  const documents = items.map((item) => stringify(item, { lineWidth: 120, aliasDuplicateObjects: false }))
  process.stdout.write([remarks(placement), ...documents].join('---\n'))
}

/** What has to be done beside applying them, as comments. */
function remarks({ generators, name, namespace, join, run, secret }: KubernetesPlacement): string {
  const kubectl = namespace === null ? 'kubectl' : `kubectl --namespace ${namespace}`
  const load = `sla-harness scenario checkout.yaml --generators ${generators}${run === null ? '' : ` --run ${run}`}`
  const address = join ?? `nats://127.0.0.1:${NATS_PORT}`
  const lines = [
    `${generators === 1 ? 'One generator' : `${generators} generators`} for sla-harness; docs/generators.md says more. Before it is applied, the token of the broker:`,
    '',
    `  openssl rand -hex 24 | tr -d '\\n' > token`,
    `  ${kubectl} create secret generic ${secret} --from-file=token=token`,
    '',
    'Then a run, from a machine that reaches the cluster:',
    '',
    ...(join === null ? [`  ${kubectl} port-forward service/${brokerName(name)} ${NATS_PORT} &`] : []),
    `  export SLA_HARNESS_NATS_TOKEN_FILE=token`,
    `  ${calledAs(ownCommand(), `${load} --join ${address}`)}`,
    '',
    `Afterwards: ${kubectl} delete job,statefulset,service,configmap --selector app.kubernetes.io/instance=${name}`,
    `What generators say: ${kubectl} logs job/${jobName(name)} --all-pods`,
  ]
  return lines.map((line) => `${`# ${line}`.trimEnd()}\n`).join('')
}

/** In a pod, the machine that this is typed on is not 127.0.0.1. */
function reachable(join: string): string {
  const { servers, shown } = parseJoinAddress(join)
  const local = servers.find((server) => isLocalHost(new URL(`nats://${server}`).hostname))
  if (local === undefined) return shown
  throw new UserError(
    `--join: expected an address that pods reach, got ${local}, which in a pod is the pod itself; without --join a broker is printed too`,
  )
}

function label(text: string): string {
  if (/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/.test(text)) return text
  throw new InvalidArgumentError(`Expected up to 40 small letters, digits and -, beginning with a letter, got ${text}.`)
}

function runName(text: string): string {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(text)) return text
  throw new InvalidArgumentError(`Expected up to 64 letters, digits, - and _, got ${text}.`)
}

function cores(text: string): string {
  if (/^(\d+(\.\d{1,3})?|\d+m)$/.test(text) && Number.parseFloat(text) > 0) return text
  throw new InvalidArgumentError(`Expected cores, such as 2 or 500m, got ${text}.`)
}

function bytes(text: string): string {
  if (/^[1-9]\d*(Ki|Mi|Gi|k|M|G)?$/.test(text)) return text
  throw new InvalidArgumentError(`Expected a quantity of memory, such as 512Mi or 2Gi, got ${text}.`)
}

function seconds(text: string): number {
  const parsed = parseDuration(text)
  if (parsed === undefined || parsed < 1)
    throw new InvalidArgumentError(`Expected ${DURATION_EXAMPLE}, of a second or more, got ${text}.`)
  return Math.ceil(parsed)
}
