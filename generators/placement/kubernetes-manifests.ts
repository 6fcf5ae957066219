// Generators on Kubernetes: an Indexed Job, each of whose pods joins a broker, and the broker. What is written here is data;
// who applies it, and what then runs, is the cluster's.

import { NATS_MONITOR_PORT, NATS_PORT, natsConfig, QUOTED_TOKEN } from './nats-config.ts'

export interface KubernetesPlacement {
  readonly generators: number
  /** What the names of all objects begin with. */
  readonly name: string
  /** Null for the one that kubectl is set to. */
  readonly namespace: string | null
  readonly image: string
  /** Null where the broker is a part of it. */
  readonly join: string | null
  /** The one run that they are there for; null for any. */
  readonly run: string | null
  /** The Secret that holds the broker's token under the key `token`. */
  readonly secret: string
  /** Quantities of Kubernetes, of each generator. */
  readonly cpu: string
  readonly memory: string
  /** Generators that nobody needs by then are ended. */
  readonly deadlineSeconds: number
}

/** A part of a manifest: plain data, as YAML has it. */
type Part = string | number | boolean | readonly Part[] | { readonly [key: string]: Part }

export interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly [key: string]: Part }
  readonly [key: string]: Part
}

/** With its tag, so that it is the same tomorrow. */
export const NATS_IMAGE = 'docker.io/library/nats:2.11.8-alpine'

const TOKEN_KEY = 'token'
const STORE_FOLDER = '/data'
/** A little more than the broker takes: it must refuse before the node does. */
const STORE_SIZE = '11Gi'
const CONFIG_FOLDER = '/etc/nats'
const CONFIG_FILE = 'nats.conf'

/** As our image runs, and the broker's does as well. */
const POD_SECURITY = {
  runAsNonRoot: true,
  runAsUser: 1000,
  runAsGroup: 1000,
  fsGroup: 1000,
  seccompProfile: { type: 'RuntimeDefault' },
} as const

const CONTAINER_SECURITY = {
  readOnlyRootFilesystem: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
} as const

/** In the order in which they are applied. */
export function kubernetesManifests(placement: KubernetesPlacement): readonly Manifest[] {
  const broker = placement.join === null ? [brokerConfig, brokerService, brokerSet] : []
  return [...broker, generatorJob].map((make) => make(placement))
}

/** Where generators and coordinator of the same cluster find the broker. */
export function brokerAddress({ join, name, namespace }: KubernetesPlacement): string {
  return join ?? `nats://${brokerName(name)}${namespace === null ? '' : `.${namespace}`}:${NATS_PORT}`
}

export function brokerName(name: string): string {
  return `${name}-nats`
}

export function jobName(name: string): string {
  return `${name}-generators`
}

function brokerConfig(placement: KubernetesPlacement): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata(placement, brokerName(placement.name), 'broker'),
    data: { [CONFIG_FILE]: natsConfig(STORE_FOLDER) },
  }
}

function brokerService(placement: KubernetesPlacement): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(placement, brokerName(placement.name), 'broker'),
    spec: {
      selector: labels(placement, 'broker'),
      ports: [{ name: 'nats', port: NATS_PORT, targetPort: 'nats' }],
    },
  }
}

/** A restarted container finds what was kept: the folder is the pod's. */
function brokerSet(placement: KubernetesPlacement): Manifest {
  const own = brokerName(placement.name)
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: metadata(placement, own, 'broker'),
    spec: {
      serviceName: own,
      replicas: 1,
      selector: { matchLabels: labels(placement, 'broker') },
      template: {
        metadata: { labels: labels(placement, 'broker') },
        spec: {
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: POD_SECURITY,
          terminationGracePeriodSeconds: 30,
          containers: [
            {
              name: 'nats',
              image: NATS_IMAGE,
              command: ['nats-server', '--config', `${CONFIG_FOLDER}/${CONFIG_FILE}`],
              // Kubernetes puts the token into the quotes that nats-server wants.
              env: [tokenVariable('NATS_TOKEN', placement), { name: QUOTED_TOKEN, value: '"$(NATS_TOKEN)"' }],
              ports: [
                { name: 'nats', containerPort: NATS_PORT },
                { name: 'monitor', containerPort: NATS_MONITOR_PORT },
              ],
              readinessProbe: { httpGet: { path: '/healthz', port: 'monitor' }, periodSeconds: 2 },
              resources: { requests: { cpu: '500m', memory: '256Mi' }, limits: { memory: '1Gi' } },
              securityContext: CONTAINER_SECURITY,
              volumeMounts: [
                { name: 'config', mountPath: CONFIG_FOLDER, readOnly: true },
                { name: 'store', mountPath: STORE_FOLDER },
              ],
            },
          ],
          volumes: [
            { name: 'config', configMap: { name: own } },
            { name: 'store', emptyDir: { sizeLimit: STORE_SIZE } },
          ],
        },
      },
    },
  }
}

/** A share of the load never runs twice: a pod that failed is not tried again. */
function generatorJob(placement: KubernetesPlacement): Manifest {
  const { generators, image, cpu, memory, run, deadlineSeconds } = placement
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadata(placement, jobName(placement.name), 'generator'),
    spec: {
      completionMode: 'Indexed',
      completions: generators,
      parallelism: generators,
      backoffLimit: 0,
      activeDeadlineSeconds: deadlineSeconds,
      template: {
        metadata: { labels: labels(placement, 'generator') },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: POD_SECURITY,
          terminationGracePeriodSeconds: 10,
          // Two generators on one machine share its network, and take each other's cores.
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'kubernetes.io/hostname',
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector: { matchLabels: labels(placement, 'generator') },
            },
          ],
          containers: [
            {
              name: 'generator',
              image,
              args: ['generator'],
              env: [
                { name: 'SLA_HARNESS_JOIN', value: brokerAddress(placement) },
                ...(run === null ? [] : [{ name: 'SLA_HARNESS_RUN', value: run }]),
                { name: 'SLA_HARNESS_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
                tokenVariable('SLA_HARNESS_NATS_TOKEN', placement),
              ],
              // No limit of CPU: a generator that is stopped in the middle of its work sends late, and proves nothing.
              resources: { requests: { cpu, memory }, limits: { memory } },
              securityContext: CONTAINER_SECURITY,
              // Data files of scenarios arrive there.
              volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
            },
          ],
          volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '1Gi' } }],
        },
      },
    },
  }
}

function tokenVariable(name: string, { secret }: KubernetesPlacement): Part {
  return { name, valueFrom: { secretKeyRef: { name: secret, key: TOKEN_KEY } } }
}

function metadata(placement: KubernetesPlacement, own: string, component: string): Manifest['metadata'] {
  const { namespace } = placement
  return { name: own, ...(namespace === null ? {} : { namespace }), labels: labels(placement, component) }
}

function labels({ name }: KubernetesPlacement, component: string): Part {
  return {
    'app.kubernetes.io/name': 'sla-harness',
    'app.kubernetes.io/instance': name,
    'app.kubernetes.io/component': component,
  }
}
