import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageRoot } from '../../../core/compiled-entry.ts'
import { listMatching } from '../../../harness/files/list-matching.ts'

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'listed-'))
  const steady = readFileSync(join(packageRoot, 'scenarios', 'steady.yaml'), 'utf8')
  const files = {
    'scenarios/own.yaml': steady,
    'scenarios/own-too.yaml': steady,
    'teams/a/load/shop.yaml': steady,
    'teams/a/compose.yaml': 'services: {}\n',
    'teams/b/broken.yaml': 'name: broken\nload: 3\n',
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(folder, file, '..'), { recursive: true })
    writeFileSync(join(folder, file), text.replaceAll('../prometheus', join(packageRoot, 'prometheus')))
  }
})

afterAll(() => rmSync(folder, { recursive: true }))

const listed = async (...patterns: string[]) =>
  (
    await listMatching(
      patterns.map((pattern) => pattern.replace('HERE', folder)),
      folder,
    )
  ).map(({ name, file, problem }) => [
    name,
    relative(folder, file).startsWith('..') ? 'bundled' : relative(folder, file),
    problem === null,
  ])

describe('the scenarios that an argument means', () => {
  it('are all that can be run by name, without any', async () => {
    const names = (await listed()).map(([name]) => name)
    expect(names).toEqual(expect.arrayContaining(['own', 'own-too', 'steady', 'lag-spike']))
  })

  it.each([
    ['steady', [['steady', 'bundled', true]]],
    [
      'own*',
      [
        ['own', 'scenarios/own.yaml', true],
        ['own-too', 'scenarios/own-too.yaml', true],
      ],
    ],
    ['HERE/scenarios/own.yaml', [['own', 'scenarios/own.yaml', true]]],
    [
      'HERE/teams/**/*.yaml',
      [
        ['teams/a/load/shop.yaml', 'teams/a/load/shop.yaml', true],
        ['teams/b/broken.yaml', 'teams/b/broken.yaml', false],
      ],
    ],
    ['HERE/teams/a', [['teams/a/load/shop.yaml', 'teams/a/load/shop.yaml', true]]],
    ['HERE/teams/a/compose.yaml', [['teams/a/compose.yaml', 'teams/a/compose.yaml', false]]],
  ])('%s', async (pattern, expected) => {
    expect(await listed(pattern)).toEqual(expected)
  })

  it('are each listed once', async () => {
    expect(await listed('own', 'own*', 'HERE/scenarios/*.yaml')).toHaveLength(2)
  })

  it('are some, or the argument is a mistake that names those there are', async () => {
    await expect(listed('stady')).rejects.toThrow('did you mean steady')
    await expect(listed('HERE/*.toml')).rejects.toThrow('expected a pattern that files match, got none')
  })
})
