import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../../core/compiled-entry.ts'
import {
  brokerAddress,
  type KubernetesPlacement,
  kubernetesManifests,
  type Manifest,
} from '../../../generators/placement/kubernetes-manifests.ts'
import { kubernetesSchema } from '../../support/kubernetes-schemas.ts'

const PLACEMENT: KubernetesPlacement = {
  generators: 4,
  name: 'sla',
  namespace: null,
  image: 'registry.example/sla-harness:0.2.0',
  join: null,
  run: null,
  secret: 'sla-nats',
  cpu: '1',
  memory: '512Mi',
  deadlineSeconds: 3600,
}

const PLACEMENTS: Readonly<Record<string, Partial<KubernetesPlacement>>> = {
  'a broker of its own': {},
  'one generator': { generators: 1 },
  'a namespace, and one run': { namespace: 'load', run: 'nightly_1' },
  'a broker that is there': { join: 'nats://nats.messaging:4222', secret: 'nats' },
  'more of everything': { generators: 1000, cpu: '2500m', memory: '2Gi', name: 'a-longer-name' },
}

const SCHEMAS: Readonly<Record<string, string>> = {
  ConfigMap: 'io.k8s.api.core.v1.ConfigMap',
  Service: 'io.k8s.api.core.v1.Service',
  StatefulSet: 'io.k8s.api.apps.v1.StatefulSet',
  Job: 'io.k8s.api.batch.v1.Job',
}
const validators = Object.fromEntries(Object.entries(SCHEMAS).map(([kind, name]) => [kind, kubernetesSchema(name)]))

function mistakes(manifest: unknown, kind: string): readonly string[] {
  const validate = validators[kind]
  if (validate === undefined) return [`no schema of ${kind}`]
  validate(manifest)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

/** Where it matters in a test, what its keys hold is asked there. */
// biome-ignore lint/suspicious/noExplicitAny: a manifest is followed by its keys
type Followed = any

function madeOf(placement: Partial<KubernetesPlacement>): Record<string, Followed> {
  return Object.fromEntries(kubernetesManifests({ ...PLACEMENT, ...placement }).map((each) => [each.kind, each]))
}

describe.each(Object.entries(PLACEMENTS))('%s', (_, placement) => {
  const manifests = kubernetesManifests({ ...PLACEMENT, ...placement })

  it('is what Kubernetes knows, key by key', () => {
    expect(manifests.flatMap((manifest) => mistakes(manifest, manifest.kind))).toEqual([])
  })

  it('is of its version of the API, and of one name and namespace', () => {
    const versions = { ConfigMap: 'v1', Service: 'v1', StatefulSet: 'apps/v1', Job: 'batch/v1' }
    for (const { apiVersion, kind, metadata } of manifests) {
      expect(apiVersion).toBe(versions[kind as keyof typeof versions])
      expect(metadata.name).toMatch(new RegExp(`^${placement.name ?? 'sla'}-`))
      expect(metadata.namespace).toBe(placement.namespace ?? undefined)
    }
  })
})

describe('the schemas', () => {
  const { Job } = madeOf({})
  const changed = (change: (job: Followed) => void): Manifest => {
    const copy = structuredClone(Job)
    change(copy)
    return copy
  }

  it.each<[string, (job: Followed) => void, RegExp]>([
    ['a key nobody knows', ({ spec }) => Object.assign(spec.template.spec, { restartPolcy: 'Never' }), /additional/],
    ['an unknown mode', ({ spec }) => Object.assign(spec, { completionMode: 'Index' }), /completionMode .*allowed/],
    ['text for a number', ({ spec }) => Object.assign(spec, { completions: '4' }), /completions must be integer/],
    ['no containers', ({ spec }) => delete spec.template.spec.containers, /required property 'containers'/],
    [
      'a misspelt capability',
      ({ spec }) => Object.assign(spec.template.spec.containers[0].securityContext, { runAsUsr: 1 }),
      /additional/,
    ],
  ])('refuse %s', (_title, change, message) => {
    expect(mistakes(changed(change), 'Job').join('\n')).toMatch(message)
  })
})

describe('the generators', () => {
  const { Job } = madeOf({ generators: 7 })
  const pod = Job.spec.template.spec

  it('are one pod each, all at once, and never tried again', () => {
    expect(Job.spec).toMatchObject({
      completionMode: 'Indexed',
      completions: 7,
      parallelism: 7,
      backoffLimit: 0,
      activeDeadlineSeconds: 3600,
    })
    expect(pod.restartPolicy).toBe('Never')
  })

  it('run as the image does, with nothing that they do not need', () => {
    const dockerfile = readFileSync(join(packageRoot, 'Dockerfile'), 'utf8')
    const [, user, group] = /^USER (\d+):(\d+)$/m.exec(dockerfile) ?? []
    expect([pod.securityContext.runAsUser, pod.securityContext.runAsGroup]).toEqual([Number(user), Number(group)])
    expect(pod.securityContext.runAsNonRoot).toBe(true)
    expect(pod.automountServiceAccountToken).toBe(false)
    const [container] = pod.containers
    expect(container.securityContext).toEqual({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    })
    expect(container.volumeMounts).toEqual([{ name: 'tmp', mountPath: '/tmp' }])
  })

  it('get the token from the Secret alone, and are never stopped for using their core', () => {
    const [{ env, resources, args }] = pod.containers
    expect(args).toEqual(['generator'])
    expect(env.find(({ name }: { name: string }) => name === 'SLA_HARNESS_NATS_TOKEN')).toEqual({
      name: 'SLA_HARNESS_NATS_TOKEN',
      valueFrom: { secretKeyRef: { name: 'sla-nats', key: 'token' } },
    })
    expect(resources).toEqual({ requests: { cpu: '1', memory: '512Mi' }, limits: { memory: '512Mi' } })
  })

  it('are told the run that they are for, where there is one', () => {
    const names = (job: Followed) => job.spec.template.spec.containers[0].env.map(({ name }: { name: string }) => name)
    expect(names(Job)).not.toContain('SLA_HARNESS_RUN')
    expect(names(madeOf({ run: 'nightly' }).Job)).toContain('SLA_HARNESS_RUN')
  })
})

describe('the broker', () => {
  const { ConfigMap, Service, StatefulSet, Job } = madeOf({})
  const pod = StatefulSet.spec.template.spec

  it('is found under the address that the generators join', () => {
    expect(brokerAddress(PLACEMENT)).toBe(`nats://${Service.metadata.name}:${Service.spec.ports[0].port}`)
    const [{ env }] = Job.spec.template.spec.containers
    expect(env[0]).toEqual({ name: 'SLA_HARNESS_JOIN', value: brokerAddress(PLACEMENT) })
    expect(brokerAddress({ ...PLACEMENT, namespace: 'load' })).toBe('nats://sla-nats.load:4222')
    expect(Service.spec.selector).toEqual(StatefulSet.spec.template.metadata.labels)
    expect(StatefulSet.spec.selector.matchLabels).toEqual(StatefulSet.spec.template.metadata.labels)
    expect(StatefulSet.spec.template.metadata.labels).not.toEqual(Job.spec.template.metadata.labels)
  })

  it('reads the configuration that is mounted, and writes to what it may write to', () => {
    const [{ command, volumeMounts }] = pod.containers
    const [file] = Object.keys(ConfigMap.data)
    expect(command).toEqual(['nats-server', '--config', `/etc/nats/${file}`])
    expect(volumeMounts).toEqual([
      { name: 'config', mountPath: '/etc/nats', readOnly: true },
      { name: 'store', mountPath: '/data' },
    ])
    expect(pod.volumes[0]).toEqual({ name: 'config', configMap: { name: ConfigMap.metadata.name } })
    expect(ConfigMap.data[file ?? '']).toContain('store_dir: "/data"')
  })

  it('holds a token that is in quotes by the time it is read', () => {
    const [{ env }] = pod.containers
    expect(env[1]).toEqual({ name: 'QUOTED_NATS_TOKEN', value: `"$(${env[0].name})"` })
    expect(Object.values<string>(ConfigMap.data)[0]).toContain(`token: $${env[1].name} `)
  })

  it('is not printed where there is one', () => {
    expect(Object.keys(madeOf({ join: 'nats://nats.messaging:4222' }))).toEqual(['Job'])
  })
})
