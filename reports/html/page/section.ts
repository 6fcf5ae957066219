// A section of a page, and the list of contents that links to the sections.

import { html, type Markup, type MarkupPart } from './markup.ts'

export interface Section {
  /** The anchor of the section. */
  readonly id: string
  readonly heading: string
  /** The entry in the list of contents: at most two words. */
  readonly short: string
  /** The finding of the section in one sentence, for readers who stop there. */
  readonly lede?: MarkupPart
  readonly body: MarkupPart
}

export function renderSection({ id, heading, lede, body }: Section): Markup {
  return html`<section id="${id}" class="section" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${heading}</h2>
${lede ? html`<p class="lede">${lede}</p>` : null}
${body}
</section>
`
}

/** Links to the sections, in their order. */
export function renderContents(sections: readonly Section[]): Markup {
  return html`<nav class="contents" aria-label="Contents">
<ol>
${sections.map(({ id, short }) => html`<li><a href="#${id}">${short}</a></li>\n`)}</ol>
</nav>
`
}
