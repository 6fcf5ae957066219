import { describe, expect, it } from 'vitest'
import type { Scenario } from '../../../core/scenario/scenario.ts'
import { checkHost, type HostOptions } from '../../../harness/setup/check-host.ts'
import { parseScenario } from '../../../scenario-file/parse-scenario.ts'

const scenarioWith = (url: string, more = ''): Scenario =>
  parseScenario({
    text: `name: a\ntarget:\n  url: ${url}\nload: { phases: [{ name: only, for: 1s, rate: 1 }] }\n${more}`,
    file: '/nowhere/a.yaml',
    shownAs: 'a.yaml',
    kindOfFile: () => 'missing',
  })

async function messageFor(scenario: Scenario, options: HostOptions = {}): Promise<string> {
  return checkHost(scenario, { environment: {}, ...options }, '/nowhere').then(
    () => 'allowed',
    (error: Error) => error.message,
  )
}

describe('the host of a target', () => {
  it.each<[string, string, string, HostOptions]>([
    ['this machine', 'http://127.0.0.1:8080', '', {}],
    ['one that the scenario names', 'https://shop.example', 'allowHosts: [shop.example]', {}],
    ['one that an option names', 'https://shop.example', '', { allowHosts: ['*.example'] }],
    [
      'one that comes from the environment',
      `\${URL}`,
      'allowHosts: [shop.example]',
      { environment: { URL: 'http://shop.example' } },
    ],
  ])('may be %s', async (_, url, more, options) => {
    expect(await messageFor(scenarioWith(`"${url}"`, more), options)).toBe('allowed')
  })

  it('is refused otherwise, with its place and the line that would allow it', async () => {
    expect(await messageFor(scenarioWith('https://shop.example:8443/api'))).toBe(
      'a.yaml target.url: expected this machine, or a host that the scenario allows to be loaded, got shop.example:8443. If it is meant, write allowHosts: ["shop.example:8443"] into the scenario, or run with --allow-host shop.example:8443',
    )
    expect(await messageFor(scenarioWith('http://10.0.0.7', 'allowHosts: [10.0.0.8]'))).toMatch(
      /got 10\.0\.0\.7\. If it is meant, write allowHosts: \[10\.0\.0\.7\] into the scenario/,
    )
  })

  it('is refused by the name of the flag that it came by', async () => {
    const target = 'http://shop.example'
    expect(await messageFor(scenarioWith(target), { target })).toMatch(/^--target: expected this machine/)
  })

  it('lets no scenario without a target send anything elsewhere', async () => {
    const bundled = parseScenario({
      text: 'name: a\nload: { phases: [{ name: only, for: 1s, rate: 1 }] }\n',
      file: '/nowhere/a.yaml',
      shownAs: 'a.yaml',
      kindOfFile: () => 'missing',
    })
    expect(await messageFor(bundled)).toBe('allowed')
  })
})
