// The start and the end of every page: the link past the contents, the choice of light or dark, and the credits.

import { html, type Markup } from './markup.ts'

/** @param drawing who draws the charts: the client, or nobody, because they are part of the markup */
export function pageHeader(drawing: 'client' | 'markup' = 'client'): Markup {
  return html`<a class="skip" href="#main">Skip to the content</a>
${drawing === 'client' ? NO_SCRIPT : null}<fieldset class="choice theme needs-script" data-choice="theme"><legend class="unseen">Colours</legend>
<label><input type="radio" name="theme" value="auto" checked><span>Auto</span></label>
<label><input type="radio" name="theme" value="light"><span>Light</span></label>
<label><input type="radio" name="theme" value="dark"><span>Dark</span></label>
</fieldset>
`
}

const LOADS_NOTHING = 'This file loads nothing from the network.'

export function pageFooter(harnessVersion: string, remark = LOADS_NOTHING): Markup {
  return footer(
    `Written by sla-harness ${harnessVersion}. Charts drawn with uPlot by Leon Sorokin, MIT license. ${remark}`,
  )
}

/** Of a page whose drawings are part of its markup. */
export function markupPageFooter(harnessVersion: string): Markup {
  return footer(`Written by sla-harness ${harnessVersion}. ${LOADS_NOTHING}`)
}

function footer(text: string): Markup {
  return html`<footer class="foot"><p>${text}</p></footer>
`
}

const NO_SCRIPT = html`<noscript><p class="no-script">The charts need JavaScript. Every figure is in the text and the tables as well.</p></noscript>
`
