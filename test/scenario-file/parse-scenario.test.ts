import { describe, expect, it } from 'vitest'
import { UserError } from '../../core/user-error.ts'
import type { ScenarioError } from '../../scenario-file/mistakes/scenario-error.ts'
import { mistakeSections } from './mistake-sections.ts'
import { mistakesIn, parsed, TWO_PHASES } from './scenario-text.ts'

const NAME = 'a name of letters, digits, dots, dashes and underscores'

describe.each(mistakeSections())('$title', ({ rows }) => {
  it.each(rows)('$sentence', ({ text, messages }) => {
    expect(mistakesIn(text)).toEqual(messages)
  })
})

describe('a phase that is not measured', () => {
  it('no phase that counts', () => {
    expect(mistakesIn('name: a\nload: { phases: [{ name: a, for: 1s, rate: 1, measured: false }] }')).toEqual([
      '2 load.phases: expected at least one measured phase, got measured: false in every phase',
    ])
  })

  it('an objective in the warm-up', () => {
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

describe('a file that does harm', () => {
  it('aliases that multiply are refused before they fill the memory', () => {
    const levels = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
    for (const [i, key] of [...'bcdefghij'].entries()) {
      const previous = 'abcdefghi'[i]
      levels.push(`${key}: &${key} [${new Array(10).fill(`*${previous}`).join(', ')}]`)
    }
    expect(mistakesIn(levels.join('\n'))).toEqual(['1: expected at most 100 aliases, got more'])
  })

  it('a hundred thousand open brackets are a message, not a crash', () => {
    expect(mistakesIn('['.repeat(100_000))[0]).toMatch(/^1: expected well-formed YAML/)
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

  it('ordered by line', () => {
    expect(mistakesIn(text)).toEqual([
      `1 name: expected ${NAME}, got "my spike"`,
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

  it('each with its parts, in an error that the user can mend', () => {
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

  it('no message is one of the validator', () => {
    for (const message of mistakesIn(text)) expect(message).not.toMatch(/Invalid|invalid_|Unrecognized|undefined/)
  })
})

describe('the format of YAML', () => {
  it('anchors, aliases and merge keys are followed, and their mistakes found where they stand', () => {
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

  it('Windows line ends and a byte order mark make no difference', () => {
    const windows = `\uFEFF${TWO_PHASES.replaceAll('\n', '\r\n')}sal: 1\r\n`
    expect(mistakesIn(windows)[0]).toMatch(/^6 sal: /)
  })

  it('keys that objects are made of are only unknown keys', () => {
    for (const key of ['__proto__', 'constructor', 'toString'])
      expect(mistakesIn(`${TWO_PHASES}${key}: { a: 1 }\n`)[0]).toMatch(`6 ${key}: expected one of the keys`)
  })

  it('what a file holds reaches the terminal without its control characters', () => {
    const [message] = mistakesIn(`${TWO_PHASES}sla: ["\\e[31mred"]\n`)
    expect(message).toContain('got "\\u001b[31mred"')
  })
})
