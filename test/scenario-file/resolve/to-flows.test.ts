import { describe, expect, it } from 'vitest'
import type { Scenario } from '../../../core/scenario/scenario.ts'
import { parseScenario } from '../../../scenario-file/parse-scenario.ts'
import { resolveLoadPlan } from '../../../scenario-file/resolve/resolve-load-plan.ts'

const scenario = (text: string): Scenario =>
  parseScenario({
    text: `name: shop\nload: { phases: [{ name: base, for: 1s, rate: 4000 }] }\n${text}`,
    file: '/a/b.yaml',
    shownAs: 'b.yaml',
    kindOfFile: () => 'file',
  })

const SHOP = `
requests:
  - { name: login, method: POST, path: /login, json: { password: "\${PASSWORD}" } }
  - { name: browse, path: /products }
flows:
  - name: buy
    weight: 3
    cookies: true
    steps:
      - { request: login }
      - { request: browse, times: 3, think: 2s }
      - { name: checkout, method: POST, path: /checkout, chance: 30%, headers: { x-user: "\${SHOPPER}" } }
  - { name: look, steps: [{ request: browse, think: 0 }] }
`

describe('flows', () => {
  it('refer to one list of requests: those that steps name, then those of their own', () => {
    const { requests, flows } = scenario(SHOP)
    expect(requests.map(({ name }) => name)).toEqual(['login', 'browse', 'checkout'])
    expect(flows).toEqual([
      {
        name: 'buy',
        weight: 3,
        cookies: true,
        steps: [
          { request: 0, times: 1, chance: 1, thinkSeconds: null },
          { request: 1, times: 3, chance: 1, thinkSeconds: 2 },
          { request: 2, times: 1, chance: 0.3, thinkSeconds: null },
        ],
      },
      {
        name: 'look',
        weight: 1,
        cookies: false,
        steps: [{ request: 1, times: 1, chance: 1, thinkSeconds: 0 }],
      },
    ])
  })

  it('need no requests beside them', () => {
    const { requests } = scenario('flows: [{ name: look, steps: [{ path: /a }, { name: b, path: /b }] }]')
    expect(requests.map(({ name, path }) => [name, path])).toEqual([
      ['GET /a', '/a'],
      ['b', '/b'],
    ])
  })

  it('are absent where the file has none, which sends what it did', () => {
    const plain = scenario('')
    expect('flows' in plain).toBe(false)
    expect(plain.requests).toHaveLength(1)
  })

  it('are in the plan, with the values of the environment in their requests', () => {
    const plan = resolveLoadPlan(scenario(SHOP), {
      url: 'http://127.0.0.1:1',
      environment: { PASSWORD: 'pass-word', SHOPPER: 'shopper' },
    })
    expect(plan.flows).toHaveLength(2)
    expect(plan.requests.map(({ body, headers }) => [body, headers])).toEqual([
      [{ kind: 'json', value: { password: 'pass-word' } }, {}],
      [null, {}],
      [null, { 'x-user': 'shopper' }],
    ])
  })

  it('are reckoned in requests where the engine is chosen: 4,000 flows a second are more than 5,000 requests', () => {
    const options = { url: 'http://127.0.0.1:1', environment: {} }
    const one = scenario('flows: [{ name: look, steps: [{ path: /a }] }]')
    const two = scenario('flows: [{ name: look, steps: [{ path: /a, times: 2 }] }]')
    expect([resolveLoadPlan(one, options).engine, resolveLoadPlan(two, options).engine]).toEqual(['autocannon', 'raw'])
  })
})
