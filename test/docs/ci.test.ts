// What the documentation tells people to paste is at least YAML, and calls flags that exist.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { scenarioCommand } from '../../commands/scenario.ts'
import { packageRoot } from '../../core/compiled-entry.ts'

const guide = readFileSync(join(packageRoot, 'docs', 'ci.md'), 'utf8')
const action = readFileSync(join(packageRoot, 'action.yml'), 'utf8')
const jobs = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text as string)

describe('jobs in docs/ci.md and action.yml', () => {
  it.each([...jobs.map((text, i) => [`job ${i + 1}`, text]), ['action.yml', action]])('%s is YAML', (_, text) => {
    const document = parseDocument(text as string, { strict: true })
    expect(document.errors).toEqual([])
    expect(document.warnings).toEqual([])
  })

  it('use flags that the command knows', () => {
    const known = scenarioCommand().options.map(({ long }) => long)
    const commands = [...jobs, action].flatMap((text) =>
      text.split('\n').filter((line) => /(sla-harness|cli\.js) scenario|flags\+=|^ +--/.test(line)),
    )
    const used = commands.flatMap((line) => [...line.matchAll(/[ (](--[a-z]+)/g)].map(([, name]) => name as string))
    expect(used).toContain('--inconclusive')
    expect(used.filter((name) => !known.includes(name))).toEqual([])
  })

  it('action.yml declares every input that it uses', () => {
    const { inputs } = parseDocument(action).toJS()
    const used = [...action.matchAll(/inputs\.(\w+)/g)].map(([, name]) => name)
    expect(new Set(used)).toEqual(new Set(Object.keys(inputs)))
  })
})
