// The objectives, one row each: the observed value, its confidence interval, the limit, and the finding from the histogram
// alone.

import { objectivePlace } from '../../../core/report/objective-place.ts'
import type { Report, SlaFinding } from '../../../core/report/report.ts'
import { unsaid } from '../../../core/text/say-once.ts'
import {
  estimateFigure,
  estimateMisleads,
  intervalFigure,
  objectiveWithPlace,
  observedFigure,
} from '../../figures/sla-figures.ts'
import { intervalChart } from '../charts/interval-chart.ts'
import { html, type Markup } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import { FINDING_WORDS, renderBadge } from '../page/verdict-badge.ts'

/** @param said what the reader has read already */
export function objectiveSection({ sla }: Report, said: readonly string[]): Section {
  const reasons = unsaid(
    sla.map((finding) => ({ subject: objectiveWithPlace(finding), reason: finding.reason })),
    said,
  )
  const misled = sla.filter(estimateMisleads).length
  return {
    id: 'objectives',
    heading: 'Are the objectives met?',
    short: 'Objectives',
    lede: sla.length === 0 ? 'The scenario sets no objectives.' : ledeOf(sla, misled),
    body:
      sla.length === 0
        ? null
        : html`<ol class="objectives">
${sla.map((finding, i) => renderObjective(finding, i, reasons[i] ?? ''))}</ol>
<p class="chart-note">The bar is the 95% confidence interval, the dot is the observed value, the diamond is the estimate of the histogram. Values on the shaded side meet the limit.</p>`,
  }
}

function ledeOf(sla: readonly SlaFinding[], misled: number): string {
  const count = (finding: SlaFinding['finding']) => sla.filter((one) => one.finding === finding).length
  const parts = [
    `${count('pass')} of ${sla.length} met`,
    ...(count('fail') > 0 ? [`${count('fail')} not met`] : []),
    ...(count('inconclusive') > 0 ? [`${count('inconclusive')} inconclusive`] : []),
  ]
  const alone = misled === 0 ? '' : ` The histogram alone would have judged ${misled} of them differently.`
  return `${parts.join(', ')}.${alone}`
}

export function objectiveChartId(index: number): string {
  return `chart-objective-${index + 1}`
}

function renderObjective(finding: SlaFinding, index: number, reason: string): Markup {
  const interval = intervalFigure(finding)
  const alone = estimateFigure(finding)
  const place = objectivePlace(finding)
  return html`<li class="objective">
<div class="objective-head"><h3><code>${finding.objective}</code>${place === null ? null : html` <span class="row-note">${place}</span>`}</h3>${renderBadge(finding.finding, FINDING_WORDS[finding.finding])}</div>
<dl class="objective-figures"><div><dt>Observed</dt><dd>${observedFigure(finding)}</dd></div><div><dt>95% interval</dt><dd>${interval || (finding.unbounded ? '∞' : 'none')}</dd></div>${
    alone === null || finding.estimateFinding === null
      ? null
      : html`<div${estimateMisleads(finding) ? html` class="misled"` : null}><dt>Histogram alone</dt><dd>${alone}: ${FINDING_WORDS[finding.estimateFinding]}</dd></div>`
  }</dl>
${
  intervalChart(finding) === null
    ? null
    : html`<div class="plot strip" id="${objectiveChartId(index)}" data-chart="${objectiveChartId(index)}" role="img" aria-label="${finding.reason}"></div>\n`
}${reason === '' ? null : html`<p class="objective-reason">${reason}</p>\n`}</li>
`
}
