// One page of the site: the document's text beside the navigation, with a list of its headings.

import { posix } from 'node:path'
import { Marked, type Tokens } from 'marked'
import { escapeHtml } from '../../reports/html/page/markup.ts'
import { isExternal, placeOf } from '../links/check-links.ts'
import type { Heading, MarkdownPage } from '../markdown/markdown-page.ts'
import { type Group, sitePath } from '../navigation.ts'

export interface Site {
  readonly name: string
  readonly groups: readonly Group[]
  /** By path from the root. */
  readonly pages: ReadonlyMap<string, MarkdownPage>
  /** Files other than documents that the site holds, by path from the root. */
  readonly files: ReadonlySet<string>
}

/** Longer lists of headings are of sections only. */
const MANY_HEADINGS = 24

export function renderPage(page: MarkdownPage, site: Site): string {
  const own = sitePath(page.path)
  const toRoot = posix.relative(posix.dirname(own), '.') || '.'
  const title = own === 'index.html' ? site.name : `${page.title} · ${site.name}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="${toRoot}/site.css">
<script src="${toRoot}/site.js" defer></script>
</head>
<body data-root="${toRoot}">
<a class="skip" href="#content">Skip to the text</a>
<header>
<button id="menu" type="button" aria-expanded="false" aria-controls="navigation" hidden>Menu</button>
<a class="name" href="${toRoot}/index.html">${escapeHtml(site.name)}</a>
<search hidden><input id="search" type="search" placeholder="Search" aria-label="Search the documentation" autocomplete="off" aria-controls="found"><ol id="found" hidden></ol></search>
<button id="theme" type="button" hidden>Theme</button>
</header>
<div class="columns">
<nav id="navigation" aria-label="Documents">
${site.groups.map((group) => groupHtml(group, page, site)).join('\n')}
</nav>
<main id="content">
${contentHtml(page, site)}</main>
${headingsHtml(page.headings)}</div>
</body>
</html>
`
}

function groupHtml({ name, documents }: Group, current: MarkdownPage, site: Site): string {
  const items = documents.map((path) => {
    const here = path === current.path ? ' aria-current="page"' : ''
    const title = path === 'README.md' ? 'Overview' : (site.pages.get(path)?.title ?? path)
    return `<li><a href="${hrefTo(current.path, path)}"${here}>${escapeHtml(title)}</a></li>`
  })
  const list = `<ul>\n${items.join('\n')}\n</ul>`
  // Decisions are many, and for few.
  if (name !== 'Decisions') return `<h2>${escapeHtml(name)}</h2>\n${list}`
  const open = documents.includes(current.path) ? ' open' : ''
  return `<details${open}><summary>${escapeHtml(name)}</summary>\n${list}\n</details>`
}

function headingsHtml(headings: readonly Heading[]): string {
  const below = headings.slice(1).filter(({ level }) => level <= 3)
  const shown = below.length > MANY_HEADINGS ? below.filter(({ level }) => level === 2) : below
  if (shown.length < 2) return ''
  const items = shown.map(
    ({ level, text, anchor }) => `<li class="level${level}"><a href="#${anchor}">${escapeHtml(text)}</a></li>`,
  )
  return `<aside aria-label="On this page">\n<h2>On this page</h2>\n<ul>\n${items.join('\n')}\n</ul>\n</aside>\n`
}

function contentHtml(page: MarkdownPage, site: Site): string {
  const headings = page.headings[Symbol.iterator]()
  const marked = new Marked({
    renderer: {
      heading({ depth, tokens }: Tokens.Heading) {
        const anchor = headings.next().value?.anchor ?? ''
        const text = this.parser.parseInline(tokens)
        return `<h${depth} id="${anchor}">${text} <a class="anchor" href="#${anchor}" aria-label="Link to this heading">#</a></h${depth}>\n`
      },
      link({ href, tokens }: Tokens.Link) {
        const text = this.parser.parseInline(tokens)
        const to = linkOnSite(page.path, href, site)
        return to === null ? text : `<a href="${escapeHtml(to)}">${text}</a>`
      },
      image({ href, text }: Tokens.Image) {
        const to = linkOnSite(page.path, href, site) ?? href
        return `<a href="${escapeHtml(to)}"><img src="${escapeHtml(to)}" alt="${escapeHtml(text)}"></a>`
      },
      code({ text, lang = '' }: Tokens.Code) {
        const title = /\btitle="([^"]+)"/.exec(lang)?.[1]
        const caption = title === undefined ? '' : `<figcaption>${escapeHtml(title)}</figcaption>`
        return `<figure class="code">${caption}<pre tabindex="0"><code>${escapeHtml(text)}\n</code></pre></figure>\n`
      },
      table(token: Tokens.Table) {
        const row = (cells: readonly Tokens.TableCell[], tag: string) =>
          `<tr>${cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('')}</tr>`
        const head = row(token.header, 'th')
        const body = token.rows.map((cells) => row(cells, 'td')).join('\n')
        return `<div class="table" tabindex="0"><table><thead>${head}</thead><tbody>\n${body}\n</tbody></table></div>\n`
      },
      // Documents are text: what looks like HTML is shown as it is written.
      html({ text }: Tokens.HTML | Tokens.Tag) {
        return escapeHtml(text)
      },
    },
  })
  return marked.parser([...page.blocks])
}

/** Null where the site has nothing at that place: a folder, or a file of the sources. */
function linkOnSite(from: string, href: string, site: Site): string | null {
  if (isExternal(href) || href.startsWith('#')) return href
  const { path, anchor } = placeOf(from, href)
  const hash = anchor === '' ? '' : `#${anchor}`
  if (site.pages.has(path)) return `${hrefTo(from, path)}${hash}`
  return site.files.has(path) ? posix.relative(posix.dirname(sitePath(from)), `files/${path}`) : null
}

function hrefTo(from: string, document: string): string {
  return posix.relative(posix.dirname(sitePath(from)), sitePath(document))
}

/** The text of a page by its headings, for the search. */
export function searchEntries(
  page: MarkdownPage,
): readonly (readonly [page: string, heading: string, href: string, text: string])[] {
  const headings = page.headings[Symbol.iterator]()
  const entries: [string, string, string, string][] = []
  for (const block of page.blocks) {
    if (block.type === 'heading') {
      const { text = '', anchor = '' } = headings.next().value ?? {}
      entries.push([page.title, text, `${sitePath(page.path)}#${anchor}`, ''])
    } else if (block.type !== 'space') {
      const last = entries.at(-1)
      if (last !== undefined) last[3] += ` ${searchText(block.raw)}`
    }
  }
  return entries
}

function searchText(markdown: string): string {
  return markdown
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/[|`*<>#[\]]+|-{3,}/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
