import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expandPatterns } from '../../../harness/files/expand-patterns.ts'

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'patterns-'))
  for (const file of [
    'a.yml',
    'b.yaml',
    'c.json',
    'd.txt',
    'team/a.rules.yml',
    'team/deep/e.yml',
    'node_modules/f.yml',
  ]) {
    mkdirSync(join(folder, file, '..'), { recursive: true })
    writeFileSync(join(folder, file), '')
  }
  symlinkSync('team', join(folder, 'link'))
  symlinkSync('..', join(folder, 'team', 'back'))
})

afterAll(() => rmSync(folder, { recursive: true }))

const expanded = async (pattern: string) =>
  (await expandPatterns([join(folder, pattern)])).map(({ path, isNamed }) => [relative(folder, path), isNamed])

describe('the files that an argument means', () => {
  it.each([
    ['a.yml', [['a.yml', true]]],
    ['steady', [['steady', true]]],
    ['*.yml', [['a.yml', false]]],
    [
      '?.y*ml',
      [
        ['a.yml', false],
        ['b.yaml', false],
      ],
    ],
    [
      '*.{yml,json}',
      [
        ['a.yml', false],
        ['c.json', false],
      ],
    ],
    ['team/*', [['team/a.rules.yml', false]]],
    [
      '**/*.yml',
      [
        ['a.yml', false],
        ['team/a.rules.yml', false],
        ['team/deep/e.yml', false],
      ],
    ],
    [
      'team/**',
      [
        ['team/a.rules.yml', false],
        ['team/deep/e.yml', false],
      ],
    ],
    [
      'team',
      [
        ['team/a.rules.yml', false],
        ['team/deep/e.yml', false],
      ],
    ],
  ])('%s', async (pattern, files) => {
    expect(await expanded(pattern)).toEqual(files)
  })

  it.each([
    ['team//*.yml', 'team/a.rules.yml'],
    ['team/deep/../*.yml', 'team/a.rules.yml'],
    ['./team/./a*', 'team/a.rules.yml'],
    ['link/*.yml', 'link/a.rules.yml'],
  ])('may be written as %s', async (pattern, file) => {
    expect((await expandPatterns([`${folder}/${pattern}`])).map(({ path }) => relative(folder, path))).toEqual([file])
  })

  it('are each meant once', async () => {
    const path = join(folder, 'a.yml')
    expect(await expandPatterns([path, join(folder, '*.yml')])).toEqual([{ path, isNamed: true }])
  })

  it('are some, or the argument is a mistake', async () => {
    await expect(expandPatterns([join(folder, '*.toml')])).rejects.toThrow(
      'expected a pattern that files match, got none',
    )
  })
})
