import { expect, it } from 'vitest'
import { renderPage, type Site, searchEntries } from '../../../site/html/page.ts'
import { readMarkdown } from '../../../site/markdown/markdown-page.ts'

const A = readMarkdown(
  'docs/decisions/a.md',
  '# A <b>\n\n[b](../b.md#x) [rules](../../rules/r.yml) [folder](../../rules/) ![p](../p.png) <script>alert(1)</script>\n\n## Two\n\n```yaml title="x<y>.yaml"\na: <b>\n```\n\n| a | b |\n| --- | --- |\n| 1 | `x` |\n',
)
const B = readMarkdown('docs/b.md', '# B\n\n## X\n\nSome `text`, and [a link](a.md).\n\n## Y\n')
const SITE: Site = {
  name: 'Name',
  groups: [{ name: 'Start', documents: ['docs/decisions/a.md', 'docs/b.md'] }],
  pages: new Map([A, B].map((page) => [page.path, page])),
  files: new Set(['rules/r.yml', 'docs/p.png']),
}
const page = renderPage(A, SITE)

it.each([
  ['documents are linked as pages of the site', '<a href="../b.html#x">b</a>'],
  ['other files are linked as copies', '<a href="../files/rules/r.yml">rules</a>'],
  ['images are copies', '<img src="../files/docs/p.png" alt="p">'],
  ['headings have the anchors of GitHub', '<h2 id="two">'],
  ['the current document is marked in the list', '<a href="a.html" aria-current="page">A &lt;b&gt;</a>'],
  ['a file has its name above', '<figcaption>x&lt;y&gt;.yaml</figcaption>'],
  ['text of blocks is escaped', 'a: &lt;b&gt;'],
])('%s', (_, part) => {
  expect(page).toContain(part)
})

it('shows HTML of a document as text, and a folder without a link', () => {
  expect(page).not.toContain('<script>alert')
  expect(page).toContain(' folder ')
})

it('searches by heading', () => {
  expect(searchEntries(B)).toEqual([
    ['B', 'B', 'b.html#b', ''],
    ['B', 'X', 'b.html#x', ' Some text , and a link .'],
    ['B', 'Y', 'b.html#y', ''],
  ])
})
