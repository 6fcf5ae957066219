// compose.generators.yaml as an engine would read it.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { packageRoot } from '../../core/compiled-entry.ts'
import { NATS_IMAGE } from '../../generators/placement/kubernetes-manifests.ts'
import { natsConfig, QUOTED_TOKEN } from '../../generators/placement/nats-config.ts'
import { composeMistakes } from '../support/compose-schema.ts'

const read = (path: string) => readFileSync(join(packageRoot, path), 'utf8')
const { name, ...compose } = parse(read('compose.generators.yaml'), { merge: true })
const { nats, generator, scenario } = compose.services

it('fits the published schema of Compose files', () => {
  expect(name).toMatch(/^[a-z0-9][a-z0-9_-]*$/)
  expect(composeMistakes(compose)).toEqual([])
})

it('is of the broker that Kubernetes gets, with the same configuration', () => {
  expect(nats.image).toBe(NATS_IMAGE)
  const [config, store] = nats.volumes.map((volume: string) => volume.split(':'))
  expect(existsSync(join(packageRoot, config[0]))).toBe(true)
  expect(read(config[0])).toBe(natsConfig(store[1]))
  expect(nats.command).toEqual(['nats-server', '--config', config[1]])
  expect(Object.keys(compose.volumes)).toEqual([store[0]])
})

it('gives the broker its token in quotes, and the others as it is', () => {
  const token = generator.environment.SLA_HARNESS_NATS_TOKEN
  expect(token).toMatch(/^\$\{SLA_HARNESS_NATS_TOKEN:\?.+\}$/)
  expect(nats.environment).toEqual({ [QUOTED_TOKEN]: `"${token}"` })
  expect(scenario.environment).toEqual(generator.environment)
})

it('publishes the broker on 127.0.0.1 unless an address is named', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose's own
  expect(nats.ports).toEqual(['${BROKER_ADDRESS:-127.0.0.1}:4222:4222'])
  expect([generator.ports, scenario.ports]).toEqual([undefined, undefined])
  expect(generator.environment.SLA_HARNESS_JOIN).toBe('nats://nats:4222')
})

it('starts no generator again, and gives no service more than it needs', () => {
  expect(generator.restart).toBeUndefined()
  for (const service of [nats, generator, scenario]) {
    expect(service.read_only).toBe(true)
    expect(service.cap_drop).toEqual(['ALL'])
  }
})
