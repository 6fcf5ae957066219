// Every link in the documents leads to a file that exists and to a heading that it has.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { packageRoot } from '../../core/compiled-entry.ts'
import { readDocuments } from '../../site/documents.ts'
import { checkLinks } from '../../site/links/check-links.ts'

const pages = readDocuments(packageRoot)

it('finds the documents', () => {
  expect(pages.length).toBeGreaterThan(30)
  expect(pages.map(({ path }) => path)).toContain('docs/ci.md')
})

it('has no link that leads nowhere', () => {
  expect(checkLinks(pages, (path) => existsSync(join(packageRoot, path))).problems).toEqual([])
})
