// A document, read: its headings with their anchors, its links and images with their lines, and its blocks.

import { lexer, type Token, type Tokens, type TokensList, walkTokens } from 'marked'
import { anchorMaker } from './anchor.ts'

export interface Heading {
  readonly level: number
  /** Without its marks. */
  readonly text: string
  readonly anchor: string
}

export interface Link {
  /** As it is written. */
  readonly href: string
  readonly line: number
}

export interface MarkdownPage {
  /** From the root, such as `docs/ci.md`. */
  readonly path: string
  readonly title: string
  readonly headings: readonly Heading[]
  readonly links: readonly Link[]
  readonly blocks: TokensList
}

export function readMarkdown(path: string, markdown: string): MarkdownPage {
  const blocks = lexer(markdown)
  const anchor = anchorMaker()
  const headings = blocks.filter(isHeading).map((block): Heading => {
    const text = plainText(block.tokens)
    return { level: block.depth, text, anchor: anchor(text) }
  })
  return { path, title: headings[0]?.text ?? path, headings, links: linksOf(blocks), blocks }
}

/** What a reader sees of inline text. */
export function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) =>
      'tokens' in token && token.tokens ? plainText(token.tokens) : 'text' in token ? unescaped(token.text) : '',
    )
    .join('')
}

function isHeading(token: Token): token is Tokens.Heading {
  return token.type === 'heading'
}

/** The blocks follow one another without a gap, so that each begins where those before it end. */
function linksOf(blocks: TokensList): Link[] {
  const links: Link[] = []
  let line = 1
  for (const block of blocks) {
    const first = line
    let searched = 0
    walkTokens([block], (token) => {
      if (token.type !== 'link' && token.type !== 'image') return
      const at = Math.max(block.raw.indexOf(token.raw, searched), 0)
      searched = at
      links.push({ href: token.href, line: first + newlines(block.raw.slice(0, at)) })
    })
    line += newlines(block.raw)
  }
  return links
}

function newlines(text: string): number {
  return text.split('\n').length - 1
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}
