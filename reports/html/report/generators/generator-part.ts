// Each generator of several in a table, and how far their clocks were apart.

import type { Report, ReportedSingleGenerator } from '../../../../core/report/report.ts'
import { formatCount } from '../../../figures/figures.ts'
import {
  clocksFigure,
  fitnessFigure,
  generatorRow,
  noteworthyFirst,
} from '../../../figures/generators/each-generator.ts'
import { html, type Markup } from '../../page/markup.ts'
import { renderTable } from '../../page/table.ts'

/** Of more, those stand open of which there is something to say; the others are behind a click. */
const MOST_OPEN = 8

export function generatorPart(report: Report): Markup | null {
  const { generators = [] } = report.generator
  const figure = fitnessFigure(report)
  if (figure === undefined) return null
  const clocks = clocksFigure(report)
  const isFar = generators.some(({ place }) => place !== 'thread')
  const table = (caption: string, some: readonly ReportedSingleGenerator[]) => eachTable(caption, some, isFar)
  const { shown, others } = noteworthyFirst(generators, MOST_OPEN)
  return html`<div class="remarks"><h3>Each generator by itself</h3>
<p>${figure}.${clocks === undefined ? '' : ` ${clocks.charAt(0).toUpperCase()}${clocks.slice(1)}.`}</p>
${shown.length === 0 ? null : table('Each generator by itself', shown)}${
  others.length === 0
    ? null
    : html`<details class="table-view"><summary>Show ${shown.length === 0 ? 'each of' : 'the other'} ${formatCount(others.length)}</summary>
${table('The other generators', others)}</details>`
}${generators.map(lastLines)}</div>
`
}

function eachTable(caption: string, generators: readonly ReportedSingleGenerator[], isFar: boolean): Markup {
  return renderTable({
    caption,
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
    rows: generators.map((generator) => {
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
    }),
  })
}

/** What the process of a lost one wrote last: a reason is one sentence, and this is beneath it. */
function lastLines({ name, lost }: ReportedSingleGenerator): Markup | null {
  if (!lost?.lastLines) return null
  return html`<details class="table-view"><summary>What ${name} wrote last</summary>
<pre class="listing" tabindex="0">${lost.lastLines.join('\n')}</pre></details>
`
}
