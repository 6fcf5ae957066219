// What was expected of alerts, each with its finding and the reason.

import type { Verdict } from '../../../core/report/worst-verdict.ts'
import { EXPECTATION_WORDS } from '../../figures/rules/expectation-words.ts'
import { html, type Markup } from './markup.ts'
import { renderBadge } from './verdict-badge.ts'

interface Expected {
  readonly expectation: string
  readonly finding: Verdict
  readonly reason: string
  /** What was judged, where that is not plain. */
  readonly note?: string
}

export function renderExpectations(expectations: readonly Expected[]): Markup {
  return html`${expectations.map(
    ({
      expectation,
      finding,
      reason,
      note,
    }) => html`<div class="alert"><div class="objective-head"><h3>${expectation}</h3>${renderBadge(finding, EXPECTATION_WORDS[finding])}</div>
<p class="objective-reason">${reason}${note === undefined ? null : html` <span class="row-note">(${note})</span>`}</p></div>
`,
  )}`
}
