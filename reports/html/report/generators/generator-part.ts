// Each generator of several in a table, and how far their clocks were apart.

import type { Report, ReportedSingleGenerator } from '../../../../core/report/report.ts'
import { clocksFigure, fitnessFigure, generatorRow } from '../../../figures/generators/each-generator.ts'
import { html, type Markup } from '../../page/markup.ts'
import { renderTable } from '../../page/table.ts'

/** More are behind a click, where each of them was on schedule. */
const MOST_OPEN = 8

export function generatorPart(report: Report): Markup | null {
  const { generators = [] } = report.generator
  const figure = fitnessFigure(report.generator)
  if (figure === undefined) return null
  const clocks = clocksFigure(report)
  const isFar = generators.some(({ name }) => name !== null)
  const isOpen = generators.length <= MOST_OPEN || generators.some(({ fit }) => !fit)
  const unfitFirst = [...generators].sort((a, b) => Number(a.fit) - Number(b.fit) || a.number - b.number)
  const rows = unfitFirst.map((generator) => {
    const { name, host, state, rate, sendLag, cpu, startSkew, clock, finding } = generatorRow(generator)
    return [
      html`${name} <span class="row-note">${host}</span>`,
      finding === 'pass' ? state : html`<strong>${state}</strong>`,
      rate,
      sendLag,
      cpu,
      startSkew,
      ...(isFar ? [clock] : []),
    ]
  })
  return html`<div class="remarks"><h3>Each generator by itself</h3>
<p>${figure}.${clocks === undefined ? '' : ` ${clocks.charAt(0).toUpperCase()}${clocks.slice(1)}.`}</p>
<details class="table-view"${isOpen ? html` open` : null}><summary>Show each generator</summary>
${renderTable({
  caption: 'Each generator by itself',
  captionHidden: true,
  columns: [
    { heading: 'Generator' },
    { heading: 'State', words: true },
    { heading: 'Rate' },
    { heading: 'Send lag P99' },
    { heading: 'CPU, busiest second' },
    { heading: 'Start' },
    ...(isFar ? [{ heading: 'Clock', words: true }] : []),
  ],
  rows,
})}</details>${generators.map(lastLines)}</div>
`
}

/** What the process of a lost one wrote last: a reason is one sentence, and this is beneath it. */
function lastLines({ name, lost }: ReportedSingleGenerator): Markup | null {
  if (!lost?.lastLines) return null
  return html`<details class="table-view"><summary>What ${name} wrote last</summary>
<pre class="listing" tabindex="0">${lost.lastLines.join('\n')}</pre></details>
`
}
