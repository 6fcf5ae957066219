import { expect, it } from 'vitest'
import type { Scenario } from '../../../core/scenario/scenario.ts'
import { checkLocalService } from '../../../harness/generators/check-local-service.ts'
import { setUpRun } from '../../../harness/setup/run-setup.ts'

const HERE = 'laptop'
const AT_HOME = [{ name: 'one', host: HERE }]
const AWAY = [...AT_HOME, { name: 'two', host: 'load-1' }]

async function scenarioOf(target?: string): Promise<Scenario> {
  const { scenario } = await setUpRun('stall', target === undefined ? {} : { target, allowHosts: ['shop.example'] })
  return scenario
}

function said(scenario: Scenario, generators = AWAY, allowHosts: readonly string[] = []): string | null {
  try {
    checkLocalService({ scenario, environment: {}, allowHosts, generators, host: HERE })
    return null
  } catch (error) {
    return (error as Error).message
  }
}

it('refuses a service of this machine where a generator is on another one', async () => {
  expect(said(await scenarioOf())).toMatch(/expected a target that all generators reach, got the bundled server/)
  for (const url of ['http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080'])
    expect(said(await scenarioOf(url))).toMatch(
      /each machine's own: generator two is on load-1, and this is laptop\. If .*--allow-host (127\.0\.0\.1|localhost|\[::1\])$/,
    )
})

it('takes it where all are on this machine', async () => {
  expect(said(await scenarioOf(), AT_HOME)).toBeNull()
  expect(said(await scenarioOf('http://127.0.0.1:8080'), AT_HOME)).toBeNull()
})

it('takes it where its address was named as one that may be loaded: a proxy on every machine, for instance', async () => {
  const scenario = await scenarioOf('http://127.0.0.1:8080')
  expect(said(scenario, AWAY, ['127.0.0.1'])).toBeNull()
  expect(said({ ...scenario, allowHosts: ['127.0.0.1:8080'] })).toBeNull()
  expect(said(scenario, AWAY, ['localhost'])).not.toBeNull()
})

it('takes every other address', async () => {
  expect(said(await scenarioOf('http://shop.example'))).toBeNull()
})
