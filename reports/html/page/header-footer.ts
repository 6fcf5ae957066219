// The start and the end of every page: the link past the contents, the choice of light or dark, and the credits.

import { html, type Markup } from './markup.ts'

export function pageHeader(): Markup {
  return html`<a class="skip" href="#main">Skip to the content</a>
<noscript><p class="no-script">The charts need JavaScript. Every figure is in the text and the tables as well.</p></noscript>
<fieldset class="choice theme needs-script" data-choice="theme"><legend class="unseen">Colours</legend>
<label><input type="radio" name="theme" value="auto" checked><span>Auto</span></label>
<label><input type="radio" name="theme" value="light"><span>Light</span></label>
<label><input type="radio" name="theme" value="dark"><span>Dark</span></label>
</fieldset>
`
}

export function pageFooter(harnessVersion: string, remark = 'This file loads nothing from the network.'): Markup {
  return html`<footer class="foot"><p>Written by sla-harness ${harnessVersion}. Charts drawn with uPlot by Leon Sorokin, MIT license. ${remark}</p></footer>
`
}
