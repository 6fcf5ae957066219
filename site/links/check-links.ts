// Whether the links of documents lead somewhere: to a file that exists, and to a heading that it has. Links to other
// hosts are listed and not fetched: what is true here must not depend on somebody else's machine.

import { posix } from 'node:path'
import { didYouMean } from '../../core/text/nearest-word.ts'
import type { Link, MarkdownPage } from '../markdown/markdown-page.ts'

export interface CheckedLinks {
  /** Each with document, line, what was expected and got. */
  readonly problems: readonly string[]
  /** Sorted, each once. */
  readonly external: readonly string[]
}

/** @param exists whether there is a file or a folder of that path from the root */
export function checkLinks(pages: readonly MarkdownPage[], exists: (path: string) => boolean): CheckedLinks {
  const byPath = new Map(pages.map((page) => [page.path, page]))
  const links = pages.flatMap((page) => page.links.map((link) => ({ page, link })))
  const external = links.filter(({ link }) => isExternal(link.href)).map(({ link }) => link.href)
  const problems = links.flatMap(({ page, link }) => {
    const problem = isExternal(link.href) ? null : problemOf(page, link, byPath, exists)
    return problem === null ? [] : [`${page.path}:${link.line} ${link.href}: ${problem}`]
  })
  return { problems, external: [...new Set(external)].sort() }
}

export function isExternal(href: string): boolean {
  return /^[a-z][a-z+.-]*:/i.test(href)
}

/** The path from the root, without a slash at its end, and the anchor, empty where there is none. */
export function placeOf(from: string, href: string): { readonly path: string; readonly anchor: string } {
  const [written = '', anchor = ''] = href.split('#')
  const path = written === '' ? from : posix.join(posix.dirname(from), decodeURIComponent(written))
  return { path: path.replace(/\/$/, ''), anchor }
}

function problemOf(
  page: MarkdownPage,
  { href }: Link,
  pages: ReadonlyMap<string, MarkdownPage>,
  exists: (path: string) => boolean,
): string | null {
  const { path, anchor } = placeOf(page.path, href)
  if (path.startsWith('../') || posix.isAbsolute(path)) return `expected a path within the project, got ${path}`
  if (!exists(path)) return `expected a file that exists, got ${path}, which does not`
  const headings = pages.get(path)?.headings
  if (anchor === '' || headings === undefined) return null
  const anchors = headings.map((heading) => heading.anchor)
  if (anchors.includes(anchor)) return null
  return `expected a heading of ${path}, got #${anchor}${didYouMean(anchor, anchors)}`
}
