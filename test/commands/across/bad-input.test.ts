// What a user gets wrong: exit code 2, one message that says where, expected and got, and nothing left behind.

import { once } from 'node:events'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inTemporaryFolder, runCli } from '../../support/run-cli.ts'

const GOOD = `
name: mine
load:
  phases:
    - { name: only, for: 1s, rate: 20 }
sla: [p95 < 1s]
`

const RULES = `
groups:
  - name: latency
    rules:
      - alert: Slow
        expr: histogram_quantile(0.95, rate(model_latency_seconds_bucket[1m])) > 1
`

interface Mistake {
  readonly sentence: string
  readonly scenario: string
  readonly rules?: string
  readonly message: RegExp
}

const mistakes: Mistake[] = [
  {
    sentence: 'an unknown key',
    scenario: GOOD.replace('load:', 'laod:'),
    message: /mine\.yaml:3 laod: .*did you mean load\?/,
  },
  {
    sentence: 'a duration without its unit',
    scenario: GOOD.replace('for: 1s', 'for: 1'),
    message: /mine\.yaml:5 load\.phases\[0\]\.for: expected .*duration.*, got 1/,
  },
  {
    sentence: 'a negative rate',
    scenario: GOOD.replace('rate: 20', 'rate: -20'),
    message: /mine\.yaml:5 load\.phases\[0\]\.rate: expected .*above 0.*, got -20/,
  },
  { sentence: 'no phases', scenario: GOOD.replace(/ {2}phases:\n.*\n/, ''), message: /mine\.yaml:3 load.*phases/ },
  {
    sentence: 'a rule file that is not there',
    scenario: `${GOOD}prometheus: { rules: nowhere.yml }`,
    message: /mine\.yaml:7 prometheus\.rules: expected a file.*"nowhere\.yml"/,
  },
  {
    sentence: 'a rule that cannot be parsed',
    scenario: `${GOOD}prometheus: { rules: rules.yml }`,
    rules: RULES.replace('rate(', 'rat('),
    message: /rules\.yml:6.*rat.*did you mean rate/,
  },
  {
    sentence: 'an alert that is not in the rules',
    scenario: `${GOOD}prometheus: { rules: rules.yml }\nalerts: { Slwo: never }`,
    rules: RULES,
    message: /alerts\.Slwo.*Slow/,
  },
  {
    sentence: 'a variable that is not set',
    scenario: `${GOOD}request: { headers: { authorization: "Bearer \${NO_SUCH_TOKEN}" } }`,
    message: /NO_SUCH_TOKEN/,
  },
  {
    sentence: 'a target that nobody listens at',
    scenario: `${GOOD}target: { url: http://127.0.0.1:9 }`,
    message: /http:\/\/127\.0\.0\.1:9.*refused/i,
  },
  {
    sentence: 'metrics that nobody serves',
    scenario: `${GOOD}target: { url: http://127.0.0.1:9, metrics: { url: http://127.0.0.1:9/metrics, histogram: latency_seconds } }`,
    message: /http:\/\/127\.0\.0\.1:9\/metrics.*refused/i,
  },
]

describe('a mistake', () => {
  it.each(mistakes)('reports $sentence', async ({ scenario, rules, message }) => {
    await inTemporaryFolder(async (cwd) => {
      writeFileSync(join(cwd, 'mine.yaml'), scenario)
      if (rules !== undefined) writeFileSync(join(cwd, 'rules.yml'), rules)
      const { code, stdout, stderr, leftBehind } = await runCli(['scenario', 'mine.yaml'], { cwd })
      expect(stderr).toMatch(message)
      expect(stderr).not.toMatch(/^\s+at /m)
      expect([code, stdout, leftBehind]).toEqual([2, '', []])
      expect(readdirSync(cwd)).not.toContain('reports')
    })
  })

  it.each([
    ['an unknown scenario', ['scenario', 'stedy'], /stedy.*did you mean steady/s],
    ['an unknown command', ['scenaro'], /scenaro/],
    ['an unknown flag', ['scenario', 'steady', '--sed', '3'], /--sed/],
    ['a seed that is no number', ['scenario', 'steady', '--seed', 'many'], /whole number.*many/],
    ['an unknown layout', ['scenario', 'steady', '--layout', 'lba'], /lba.*did you mean lab/],
    ['a policy that is none', ['scenario', 'steady', '--inconclusive', 'maybe'], /maybe/],
    ['nothing to validate', ['validate'], /file/],
    ['a file to validate that is not there', ['validate', 'nowhere.yaml'], /nowhere\.yaml/],
  ])('%s on the command line', async (_, args, message) => {
    await inTemporaryFolder(async (cwd) => {
      const { code, stdout, stderr } = await runCli(args, { cwd })
      expect(stderr).toMatch(message)
      expect([code, stdout]).toEqual([2, ''])
    })
  })

  it('reports a folder that cannot be written to before any traffic is sent', async () => {
    await inTemporaryFolder(async (cwd) => {
      writeFileSync(join(cwd, 'file'), '')
      const { code, stderr } = await runCli(['scenario', 'steady', '--out', join('file', 'run')], { cwd })
      expect(stderr).toMatch(/--out .*file/)
      expect(code).toBe(2)
    })
  })

  it('takes a flag from the environment', async () => {
    await inTemporaryFolder(async (cwd) => {
      const { code, stderr } = await runCli(['scenario', 'steady'], { cwd, env: { SLA_HARNESS_SEED: 'many' } })
      expect(stderr).toMatch(/SLA_HARNESS_SEED.*many/s)
      expect(code).toBe(2)
    })
  })
})

describe('validate', () => {
  it('accepts good files and explains bad ones in one call', async () => {
    await inTemporaryFolder(async (cwd) => {
      mkdirSync(join(cwd, 'rules'))
      writeFileSync(join(cwd, 'good.yaml'), GOOD)
      writeFileSync(join(cwd, 'bad.yaml'), GOOD.replace('rate: 20', 'rate: -20'))
      writeFileSync(join(cwd, 'rules', 'slow.yml'), RULES)
      const files = ['good.yaml', 'bad.yaml', 'rules/slow.yml']
      const { code, stdout, stderr } = await runCli(['validate', ...files], { cwd })
      expect(stdout).toMatch(/good\.yaml: ok/)
      expect(stdout).toMatch(/slow\.yml: ok, 1 rule/)
      expect(stderr).toMatch(/bad\.yaml:5/)
      expect(code).toBe(2)
    })
  })
})

describe('a rule that can never fire', () => {
  it('finds from scrape interval and bounds that an alert can never fire', async () => {
    await inTemporaryFolder(async (cwd) => {
      writeFileSync(join(cwd, 'rules.yml'), RULES.replace('> 1', '> 7'))
      writeFileSync(join(cwd, 'mine.yaml'), `${GOOD}prometheus: { rules: rules.yml }`)
      const beyondTheBounds = await runCli(['validate', 'mine.yaml'], { cwd })
      expect(beyondTheBounds.stdout).toMatch(/rules\.yml:5 Slow: error: .*5/)
      expect(beyondTheBounds.code).toBe(2)
      const scrapedTooSeldom = await runCli(['validate', 'rules.yml', '--scrape-interval', '1m'], { cwd })
      expect(scrapedTooSeldom.stdout).toMatch(/rules\.yml:5 Slow: error: .*two/)
      expect(scrapedTooSeldom.code).toBe(2)
    })
  })
})

describe('a port that is taken', () => {
  it('reports a port that is taken in one line, with exit code 2', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    await inTemporaryFolder(async (cwd) => {
      const { code, stderr } = await runCli(['server', '--port', String(port), '--metrics-port', '0'], { cwd })
      expect(stderr.trim().split('\n')).toHaveLength(1)
      expect(stderr).toContain(String(port))
      expect(code).toBe(2)
    })
    taken.close()
  })
})
