// The page of a run in progress. The client fills it from the event stream, and goes to the report when the run ends.

import { renderKey } from '../page/figure.ts'
import { pageFooter, pageHeader } from '../page/header-footer.ts'
import { html } from '../page/markup.ts'
import { renderPage } from '../page/page.ts'

const FIGURES = [
  { id: 'exact', name: 'Exact P95', note: 'what users felt, last minute', style: 'exact' },
  { id: 'estimate', name: 'Estimated P95', note: 'what the dashboard shows, last minute', style: 'estimate' },
  { id: 'offered', name: 'Offered', note: 'requests that were due, last second', style: 'plain' },
  { id: 'achieved', name: 'Achieved', note: 'expected answers, last second', style: 'plain' },
  { id: 'failed', name: 'Failed', note: 'errors and timeouts so far', style: 'plain' },
  { id: 'in-flight', name: 'In flight', note: 'not answered yet', style: 'plain' },
] as const

const KEY = [
  { name: 'Exact P95', style: 'exact', meaning: 'what users felt, last minute' },
  { name: 'Estimated P95', style: 'estimate', meaning: 'what the dashboard shows' },
  { name: 'P95 of one second', style: 'slot', mark: 'dot', meaning: 'exact' },
  { name: 'Offered', style: 'offered', meaning: 'requests that were due' },
  { name: 'Achieved', style: 'achieved', mark: 'area', meaning: 'expected answers' },
  { name: 'Errors', style: 'errors', mark: 'area', meaning: 'not the expected answer' },
  { name: 'Timeouts', style: 'timeouts', mark: 'area', meaning: 'no answer in time' },
] as const

const ICON = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><rect width="20" height="20" rx="5" fill="#0b5cad"/><path d="M3 11h3l2-5 3 9 2-6 1 2h3" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>`

export function renderLivePage(harnessVersion: string): string {
  return renderPage({
    title: 'Run in progress',
    kind: 'live',
    icon: ICON,
    charts: {},
    body: html`${pageHeader()}<div class="page page-single">
<main id="main">
<header class="live">
<p class="eyebrow"><span class="live-mark" aria-hidden="true"></span><span id="live-stage" role="status">Connecting</span></p>
<h1 id="live-name">Run in progress</h1>
<p class="question" id="live-question" hidden></p>
<progress id="live-progress" max="1" value="0" aria-label="Progress of the run"></progress>
<p class="row-note" id="live-time"></p>
</header>
<dl class="figures">
${FIGURES.map(
  ({ id, name, note, style }) =>
    html`<div class="figure-item figure-${style}"><dt>${name}</dt><dd><span class="figure-value" id="live-${id}">–</span> <span class="figure-note"><span>${note}</span><span id="live-${id}-note"></span></span></dd></div>\n`,
)}</dl>
<figure class="chart">
<figcaption class="unseen">The run so far</figcaption>
${renderKey(KEY)}<div class="plot" id="live-chart" role="img" aria-label="Latency, alerts, rates and failures of the run so far"></div>
</figure>
<section class="remarks" id="live-notes" aria-label="Notes" hidden><ul></ul></section>
</main>
</div>
${pageFooter(harnessVersion, 'When the run ends, this page turns into its report.')}`,
  })
}
