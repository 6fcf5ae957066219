// What stands first on the page of rules: what was judged, in words that can be read across a room, and why.

import type { Verdict } from '../../../core/report/worst-verdict.ts'
import { html, type Markup, type MarkupPart } from './markup.ts'

export interface Hero {
  readonly verdict: Verdict | null
  readonly title: string
  /** Of what was judged. */
  readonly name: string
  readonly note: string
  readonly headline: string
  /** How it was found out, and what of. */
  readonly claim: MarkupPart
  readonly figures?: MarkupPart
  readonly reasons: readonly string[]
}

export function renderHero({ verdict, title, name, note, headline, claim, figures, reasons }: Hero): Markup {
  return html`<header class="hero hero-${verdict ?? 'none'}">
<div class="stamp"><h1>${title}</h1>
<p class="stamp-name">${name}</p>
<p>${note}</p></div>
<div class="why"><p class="first-reason">${headline}</p>
<p class="question">${claim}</p></div>
${figures}${reasons.length === 0 ? null : html`<ul class="reasons">${reasons.map((reason) => html`<li>${reason}</li>\n`)}</ul>`}
</header>
`
}
