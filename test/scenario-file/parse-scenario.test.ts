import { describe, expect, it } from 'vitest'
import { UserError } from '../../core/user-error.ts'
import type { ScenarioError } from '../../scenario-file/mistakes/scenario-error.ts'
import { mistakeSections } from './mistake-sections.ts'
import { mistakesIn, parsed, TWO_PHASES } from './scenario-text.ts'

const NAME = 'a name of letters, digits, dots, dashes and underscores'

describe.each(mistakeSections())('$title', ({ rows }) => {
  it.each(rows)('reports $sentence', ({ text, messages }) => {
    expect(mistakesIn(text)).toEqual(messages)
  })
})

describe('a phase that is not measured', () => {
  it('reports that no phase is measured', () => {
    expect(mistakesIn('name: a\nload: { phases: [{ name: a, for: 1s, rate: 1, measured: false }] }')).toEqual([
      '2 load.phases: expected at least one measured phase, got measured: false in every phase',
    ])
  })

  it('reports an objective during the warm-up', () => {
    const text = `name: a
load:
  phases:
    - { name: warm-up, for: 1s, rate: 1, measured: false }
    - { name: base, for: 1s, rate: 1 }
sla: [{ objective: p95 < 1s, during: warm-up }]
`
    expect(mistakesIn(text)).toEqual([
      '6 sla[0].during: expected a measured phase (base), got warm-up, which is not measured',
    ])
  })
})

describe('a hostile file', () => {
  it('refuses aliases that multiply before they fill the memory', () => {
    const levels = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
    for (const [i, key] of [...'bcdefghij'].entries()) {
      const previous = 'abcdefghi'[i]
      levels.push(`${key}: &${key} [${new Array(10).fill(`*${previous}`).join(', ')}]`)
    }
    expect(mistakesIn(levels.join('\n'))).toEqual([
      '1: expected at most 200000 values, got 12345679021 once each alias is replaced by what it refers to',
    ])
  })

  it('reports a hundred thousand open brackets instead of crashing', () => {
    expect(mistakesIn('['.repeat(100_000))[0]).toMatch(/^1: expected fewer lists and mappings inside one another/)
  })

  const merged = Array.from({ length: 30 }, (_, i) => `x-${i + 1}: &a${i + 1} { <<: [*a${i}, *a${i}], z: 1 }`)

  it.each([
    ['merges that multiply', `x-0: &a0 { k: 1 }\n${merged.join('\n')}\n${TWO_PHASES}`, /at most 200000 values/],
    ['a mapping that merges itself', 'load: &load { <<: *load }', /an alias of something that does not contain it/],
    [
      'a mapping that merges what holds it',
      'x-a: &a { b: { <<: *a } }',
      /an alias of something that does not contain it/,
    ],
    ['more aliases than a person writes', `x-a: &a 1\nx-b: [${'*a, '.repeat(1001)}]`, /at most 1000 aliases, got 1001/],
    ['more levels than a person reads', `question: ${'['.repeat(150)}${']'.repeat(150)}`, /at most 100 levels/],
    ['more text than a scenario has', `#${' '.repeat(8 * 1024 * 1024)}`, /at most 8,388,608 characters/],
    [
      'more phases than a run has',
      `name: a\nload: { phases: [${'{}, '.repeat(1001)}] }`,
      /phase: at most 1000 of them/,
    ],
  ])('refuses %s', (_, text, message) => {
    expect(mistakesIn(text).join('\n')).toMatch(message)
  })

  it('reports the first hundred of many mistakes', () => {
    const text = `${TWO_PHASES}${Array.from({ length: 2000 }, (_, i) => `key${i}: 1\n`).join('')}`
    expect(mistakesIn(text)).toHaveLength(100)
  })
})

describe('all mistakes of a file at once', () => {
  const text = `name: my spike
server:
  latency: { constant: 50 }
  faults:
    - { during: spkie, slowdown: -1 }
load:
  timeout: 10
  timeout: 5s
  phases:
    - name: base
      for: 10s
      rate:
        from: 10
        too: 20
    - { name: base, for: 10s, rate: -20 }
sla: [p95 < 1]
`

  it('orders mistakes by line', () => {
    expect(mistakesIn(text)).toEqual([
      `1 name: expected ${NAME}, such as my-spike, got "my spike"`,
      '3 server.latency.constant: expected a duration with a unit, such as 50s or 50ms, got 50',
      '5 server.faults[0].slowdown: expected a factor above 0, got -1',
      '5 server.faults[0].during: expected the name of a phase (base), got "spkie"',
      '8 load.timeout: expected each key once, got timeout again',
      '12 load.phases[0].rate.to: expected a rate of 0 or more per second, got nothing',
      '14 load.phases[0].rate.too: expected one of the keys from, to, got too (did you mean to?)',
      '15 load.phases[1].rate: expected a rate above 0 per second, got -20',
      '15 load.phases[1].name: expected a name that no other phase has, got base again',
      '16 sla[0]: expected a limit with a unit and above 0, as in p95 < 1s, got "p95 < 1"',
    ])
  })

  it('throws a user error that holds each mistake in parts', () => {
    let caught: unknown
    try {
      parsed(text)
    } catch (error) {
      caught = error
    }
    expect(caught).toBeInstanceOf(UserError)
    const { file, issues } = caught as ScenarioError
    expect(file).toBe('scenarios/example.yaml')
    expect(issues).toHaveLength(10)
    expect(issues[6]).toEqual({
      line: 14,
      path: 'load.phases[0].rate.too',
      expected: 'one of the keys from, to',
      got: 'too',
      nearest: 'to',
    })
  })

  it('shows no message of the validator', () => {
    for (const message of mistakesIn(text)) expect(message).not.toMatch(/Invalid|invalid_|Unrecognized|undefined/)
  })
})

describe('the YAML reader', () => {
  it('follows anchors, aliases and merge keys, and reports mistakes at their lines', () => {
    const text = `name: a
load:
  phases:
    - &base { name: base, for: 10s, rate: 20 }
    - { <<: *base, name: spike, rate: 0 }
    - { <<: *base, name: rest }
`
    expect(mistakesIn(text)).toEqual(['5 load.phases[1].rate: expected a rate above 0 per second, got 0'])
    expect(parsed(text.replace('rate: 0', 'rate: 5')).load.phases.map(({ name }) => name)).toEqual([
      'base',
      'spike',
      'rest',
    ])
  })

  it('lets keys that begin with x- at the top hold what others refer to', () => {
    const text = `x-base: &base { for: 10s, rate: 20 }
name: a
x-limits: [&limit p95 < 1s]
load:
  phases:
    - { <<: *base, name: base }
    - { <<: [*base, { users: 3 }], name: spike, rate: 40 }
sla: [*limit]
`
    expect(mistakesIn(text)).toEqual(['7 load.phases[1]: expected exactly one of rate, users, got rate and users'])
    const { load, sla } = parsed(text.replace(', { users: 3 }', ''))
    expect(load.phases.map(({ durationSeconds }) => durationSeconds)).toEqual([10, 10])
    expect(sla.map(({ text: limit }) => limit)).toEqual(['p95 < 1s', 'errors < 1%'])
  })

  it('reads the first word of an objective in any case', () => {
    const { sla } = parsed(`${TWO_PHASES}sla: [P95 < 1s, Errors < 1%, ACHIEVED > 99%, Under 300ms > 90%]\n`)
    expect(sla.map(({ text }) => text)).toEqual(['p95 < 1s', 'errors < 1%', 'achieved > 99%', 'under 300ms > 90%'])
  })

  it('ignores Windows line ends and a byte order mark', () => {
    const windows = `\uFEFF${TWO_PHASES.replaceAll('\n', '\r\n')}sal: 1\r\n`
    expect(mistakesIn(windows)[0]).toMatch(/^6 sal: /)
  })

  it('treats keys such as __proto__ as unknown keys', () => {
    for (const key of ['__proto__', 'constructor', 'toString'])
      expect(mistakesIn(`${TWO_PHASES}${key}: { a: 1 }\n`)[0]).toMatch(`6 ${key}: expected one of the keys`)
  })

  it('removes control characters of a file from messages', () => {
    const [message] = mistakesIn(`${TWO_PHASES}sla: ["\\e[31mred"]\n`)
    expect(message).toContain('got "\\u001b[31mred"')
  })
})
