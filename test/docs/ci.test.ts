// What the documentation tells people to paste is at least YAML, and calls flags that exist.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { planBacktest } from '../../action/plan-backtest.ts'
import { planRuns } from '../../action/plan-runs.ts'
import { backtestCommand } from '../../commands/backtest.ts'
import { scenarioCommand } from '../../commands/scenario.ts'
import { packageRoot } from '../../core/compiled-entry.ts'

const guide = readFileSync(join(packageRoot, 'docs', 'ci.md'), 'utf8')
const action = readFileSync(join(packageRoot, 'action.yml'), 'utf8')
const EVERY_INPUT = {
  scenario: 'steady',
  target: 'http://127.0.0.1:8080',
  metrics: 'http://127.0.0.1:8080/metrics',
  baseline: 'sla-baseline',
  inconclusive: 'fail',
  flags: '',
  out: 'sla-reports',
}
const jobs = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text as string)

describe('jobs in docs/ci.md and action.yml', () => {
  it.each([...jobs.map((text, i) => [`job ${i + 1}`, text]), ['action.yml', action]])('%s is YAML', (_, text) => {
    const document = parseDocument(text as string, { strict: true })
    expect(document.errors).toEqual([])
    expect(document.warnings).toEqual([])
  })

  it('use flags that the command knows', () => {
    const known = scenarioCommand().options.map(({ long }) => long)
    const commands = jobs.flatMap((text) =>
      text.split('\n').filter((line) => /sla-harness scenario|flags\+=|^ +--/.test(line)),
    )
    const documented = commands.flatMap((line) =>
      [...line.matchAll(/[ (](--[a-z]+)/g)].map(([, name]) => name as string),
    )
    const passed = planRuns(EVERY_INPUT, () => true).flatMap(({ args }) => args.filter((arg) => arg.startsWith('--')))
    const used = [...documented, ...passed]
    expect(used).toEqual(expect.arrayContaining(['--inconclusive', '--baseline', '--target', '--metrics']))
    expect(used.filter((name) => !known.includes(name))).toEqual([])
  })

  it('use flags of a back-test that the command knows', () => {
    const known = backtestCommand().options.map(({ long }) => long)
    const inputs = { rules: 'a', proposed: 'b', prometheus: 'c', data: 'd', from: '-1d', expect: 'X: never' }
    const { args } = planBacktest({ ...inputs, inconclusive: 'fail', flags: '', out: 'out' })
    const used = args.filter((arg) => arg.startsWith('--'))
    expect(used).toEqual(expect.arrayContaining(['--rules', '--proposed', '--expect']))
    expect(used.filter((name) => !known.includes(name))).toEqual([])
  })

  it('action.yml declares every input that it uses', () => {
    const { inputs } = parseDocument(action).toJS()
    const used = [...action.matchAll(/inputs\.(\w+)/g)].map(([, name]) => name)
    expect(new Set(used)).toEqual(new Set(Object.keys(inputs)))
  })
})
