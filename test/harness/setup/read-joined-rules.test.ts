import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MOST_CHARACTERS } from '../../../core/file/file-size.ts'
import { readJoinedRules, readRunRules } from '../../../harness/setup/read-joined-rules.ts'

let folder = ''

const ruleFile = (name: string) => `groups:\n  - name: ${name}\n    rules: [{ alert: ${name}, expr: up == 0 }]\n`
const resource = (name: string) => `kind: PrometheusRule\nspec:\n${ruleFile(name).replace(/^/gm, '  ')}`

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'joined-rules-'))
  const files = {
    'rules/a.yml': ruleFile('A'),
    'rules/b.yaml': resource('B'),
    'rules/team/c.yml': ruleFile('C'),
    'rules/team/values.yaml': 'replicas: 3\n',
    'rules/team/deployment.yaml': 'apiVersion: apps/v1\nkind: Deployment\n',
    'rules/readme.md': 'nothing',
    'mixed/e.json': JSON.stringify({ groups: [{ name: 'E', rules: [{ alert: 'E', expr: 'up == 0' }] }] }),
    'mixed/dash.json': JSON.stringify({ title: 'D', panels: [] }),
    'mixed/cut.json': '{"panels": [',
    'mixed/image.yaml': `image: ${'x'.repeat(MOST_CHARACTERS)}\n`,
    'slip/f.yml': `${ruleFile('F')}  - {\n`,
    'others/values.yaml': 'replicas: 3\n',
    'broken/d.yml': 'groups:\n  - name: D\n    rules: [{ alert: D }]\n',
    'empty/readme.md': '',
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(folder, file, '..'), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
})

afterAll(() => rmSync(folder, { recursive: true }))

const read = (...patterns: readonly string[]) =>
  readJoinedRules(
    patterns.map((pattern) => join(folder, pattern)),
    folder,
  )

describe('rules of files, folders and patterns', () => {
  it.each([
    [['rules/a.yml'], ['rules/a.yml A']],
    [
      ['rules/team/c.yml', 'rules/a.yml'],
      ['rules/team/c.yml C', 'rules/a.yml A'],
    ],
    [['rules'], ['rules/a.yml A', 'rules/b.yaml B', 'rules/team/c.yml C']],
    [['rules/*.yml'], ['rules/a.yml A']],
    [['rules/**/*.yml'], ['rules/a.yml A', 'rules/team/c.yml C']],
    [
      ['rules/a.yml', 'rules'],
      ['rules/a.yml A', 'rules/b.yaml B', 'rules/team/c.yml C'],
    ],
  ])('are read as one, each file once: %s', async (patterns, groups) => {
    const { ruleFile: joined } = await read(...patterns)
    expect(joined.groups.map(({ file, name }) => `${file} ${name}`)).toEqual(groups)
  })

  it('name the files of a folder that hold none', async () => {
    expect((await read('rules')).notes).toEqual([
      'Passed over, for they hold no rules: rules/team/deployment.yaml (a Kubernetes resource of the kind Deployment) and rules/team/values.yaml (nothing that is known here).',
    ])
    expect((await read('rules/*.yml')).notes).toEqual([])
  })

  it('are read of JSON too, and what is too long to be parsed is passed over', async () => {
    const { ruleFile: joined, notes } = await read('mixed')
    expect(joined.groups.map(({ name }) => name)).toEqual(['E'])
    expect(notes).toEqual([
      'Passed over, for they hold no rules: mixed/cut.json (nothing that is known here), mixed/dash.json (a Grafana dashboard) and mixed/image.yaml (more than 8,388,608 characters).',
    ])
    await expect(read('mixed/image.yaml')).rejects.toThrow('expected at most 8,388,608 characters, got 8,388,616')
  })

  it.each([
    ['slip', /slip\/f\.yml:\d/],
    ['no/*.yml', /no\/\*\.yml: expected a pattern that files match, got none/],
    ['empty', /empty: expected a folder with \.yml, \.yaml or \.json files, got none/],
    ['none.yml', /none\.yml: expected a rule file, got no such file/],
    ['others', /others: expected files of Prometheus rules, got others\/values\.yaml \(nothing that is known here\)/],
    ['broken', /broken\/d\.yml:3 .*expr/],
    ['rules/team/deployment.yaml', /expected a file of Prometheus rules, with groups, got a Kubernetes resource/],
  ])('are refused where %s brings none, or one with mistakes', async (pattern, message) => {
    await expect(read(pattern)).rejects.toThrow(message)
  })
})

describe('rules of a run', () => {
  const readRun = (...patterns: readonly string[]) =>
    readRunRules(
      patterns.map((pattern) => join(folder, pattern)),
      folder,
    )

  it('are one file as it is written', async () => {
    const { file, text, sources, groups } = await readRun('rules/a.yml')
    expect([file, text, sources, groups[0]?.file]).toEqual(['rules/a.yml', ruleFile('A'), undefined, undefined])
  })

  it('are those of several as one text, each with its own file, and notes of what was passed over', async () => {
    const { file, text, groups, notes } = await readRun('rules/team', 'rules')
    expect(file).toBe('rules/team/c.yml, rules/a.yml and rules/b.yaml')
    expect(groups.map((group) => `${group.file} ${group.name}`)).toEqual([
      'rules/team/c.yml C',
      'rules/a.yml A',
      'rules/b.yaml B',
    ])
    expect(text.match(/alert: ./g)).toEqual(['alert: C', 'alert: A', 'alert: B'])
    expect(notes).toEqual([expect.stringMatching(/^Passed over, for they hold no rules: .*values\.yaml/)])
  })

  it('are refused by the name of the field where there are none', async () => {
    await expect(readRun('others')).rejects.toThrow(
      'prometheus.rules others: expected files of Prometheus rules, got others/values.yaml (nothing that is known here)',
    )
  })
})
