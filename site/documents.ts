// The documents of the project, read from its folder.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { isExternal, placeOf } from './links/check-links.ts'
import { type MarkdownPage, readMarkdown } from './markdown/markdown-page.ts'

const OUTSIDE_OF_DOCS = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'scenarios/README.md']

/** Paths from the root, sorted. @param root the folder of the project */
export function documentPaths(root: string): string[] {
  const inDocs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => posix.join('docs', name))
  return [...OUTSIDE_OF_DOCS.filter((path) => existsSync(join(root, path))), ...inDocs].sort()
}

export function readDocuments(root: string): MarkdownPage[] {
  return documentPaths(root).map((path) => readMarkdown(path, readFileSync(join(root, path), 'utf8')))
}

/** Whatever files the documents link to that are no documents: images, schemas, rules. */
export function linkedFiles(pages: readonly MarkdownPage[], isFile: (path: string) => boolean): string[] {
  const documents = new Set(pages.map(({ path }) => path))
  const linked = pages.flatMap((page) =>
    page.links.filter(({ href }) => !isExternal(href)).map(({ href }) => placeOf(page.path, href).path),
  )
  return [...new Set(linked)].filter((path) => !documents.has(path) && isFile(path)).sort()
}
