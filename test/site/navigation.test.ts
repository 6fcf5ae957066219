import { expect, it } from 'vitest'
import { navigation, sitePath } from '../../site/navigation.ts'

it.each([
  ['README.md', 'index.html'],
  ['CONTRIBUTING.md', 'contributing.html'],
  ['scenarios/README.md', 'scenarios/index.html'],
  ['docs/ci.md', 'ci.html'],
  ['docs/reference/commands.md', 'reference/commands.html'],
])('%s lies at %s', (document, path) => {
  expect(sitePath(document)).toBe(path)
})

it('has a place for a document that nobody gave one, and none for one that does not exist', () => {
  expect(navigation(['README.md', 'docs/new.md', 'docs/decisions/0001-a.md'])).toEqual([
    { name: 'Start', documents: ['README.md'] },
    { name: 'Guides', documents: ['docs/new.md'] },
    { name: 'Decisions', documents: ['docs/decisions/0001-a.md'] },
  ])
})
