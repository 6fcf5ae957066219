// Every file and folder that the documents for developers name exists.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../core/compiled-entry.ts'

const DOCUMENTS = ['docs/architecture.md', 'CONTRIBUTING.md', 'README.md', 'SECURITY.md', 'docs/hostile.md']

/** Paths from the root in backticks or links: with a slash, or with an ending of ours. */
function pathsIn(document: string): string[] {
  const text = readFileSync(join(packageRoot, document), 'utf8')
  const quoted = [...text.matchAll(/`([\w.@/-]+)`/g)].map(([, path]) => path as string)
  const linked = [...text.matchAll(/\]\(([\w.@/-]+?)\/?(?:#[\w-]+)?\)/g)].map(([, path]) =>
    join(document, '..', path as string),
  )
  const rooms =
    /^(\.ci|action|analysis|bench|commands|core|docs|harness|load|prometheus|scenario-file|scenarios|scripts|server|test)\//
  return [...quoted.filter((path) => rooms.test(path)), ...linked]
}

describe('the documents for developers', () => {
  it.each(DOCUMENTS)('%s names only files and folders that exist', (document) => {
    const paths = pathsIn(document)
    expect(paths.length).toBeGreaterThan(0)
    expect(paths.filter((path) => !existsSync(join(packageRoot, path)))).toEqual([])
  })

  it('docs/hostile.md names a test for each promise', () => {
    const rows = readFileSync(join(packageRoot, 'docs/hostile.md'), 'utf8')
      .split('\n')
      .filter((line) => /^\| (?!what |-)/.test(line))
    expect(rows.length).toBeGreaterThan(20)
    expect(rows.filter((row) => !/`test\/[\w./-]+\.test\.ts`/.test(row))).toEqual([])
  })
})
