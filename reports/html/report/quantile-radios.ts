// The choice of the quantile that the distribution and the waterfall show. One choice changes all of them.

import type { CrossCheckRow } from '../../../core/report/report.ts'
import { quantileHeading } from '../../figures/verdict-label.ts'
import { html, type Markup } from '../page/markup.ts'

/** Null where there is nothing to choose from. Without the client, P95 is shown and the choice is hidden. */
export function quantileRadios(rows: readonly CrossCheckRow[], group: string): Markup | null {
  if (rows.length < 2) return null
  const chosen = rows.find(({ quantile }) => quantile === 0.95) ?? rows[0]
  return html`<fieldset class="choice needs-script" data-choice="quantile"><legend class="unseen">Quantile</legend>
${rows.map(({ quantile }) => {
  const name = quantileHeading(quantile)
  return html`<label><input type="radio" name="quantile-${group}" value="${name}"${quantile === chosen?.quantile ? html` checked` : null}><span>${name}</span></label>\n`
})}</fieldset>
`
}
