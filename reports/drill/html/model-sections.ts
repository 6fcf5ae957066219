// What the findings rest on: what was simulated and taken for granted, and which alerts could not be simulated.

import type { DrilledAlert, DrillReport, DrillSeries } from '../../../core/report/drill-report.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { formatCount } from '../../figures/figures.ts'
import { quantileHeading } from '../../figures/verdict-label.ts'
import { renderLongTable } from '../../html/page/long-table.ts'
import { html, type Markup, type MarkupPart } from '../../html/page/markup.ts'
import type { Section } from '../../html/page/section.ts'
import { alertNames } from '../figures/alert-names.ts'
import {
  evaluationSentence,
  latencySentence,
  notificationSentence,
  trafficSentence,
} from '../figures/model-sentences.ts'

export function notSimulatedSection({ alerts }: DrillReport): Section | null {
  const names = alertNames(alerts)
  const rows = alerts.flatMap((alert, i) =>
    alert.outcome === 'evaluated' ? [] : [notSimulated(alert, names[i] ?? '')],
  )
  if (rows.length === 0) return null
  return {
    id: 'not-simulated',
    heading: 'What was not simulated?',
    short: 'Not simulated',
    lede: 'Of these alerts nothing is known. That is no silence.',
    body: html`<dl class="findings">${rows.slice(0, MOST_SHOWN)}</dl>\n${others(rows.slice(MOST_SHOWN))}`,
  }
}

/** More of them would hide what was simulated, which stands below. */
const MOST_SHOWN = 12

function others(rows: readonly Markup[]): MarkupPart {
  return rows.length === 0
    ? null
    : html`<details class="table-view"><summary>Show the other ${formatCount(rows.length)}</summary>
<dl class="findings">${rows}</dl>
</details>
`
}

function notSimulated({ file, line, expression, problem }: DrilledAlert, name: string): Markup {
  return html`<dt>${name} <span class="row-note">${file}:${line}</span></dt>
<dd>Not simulated: ${problem}.</dd>
<dd><code>${expression.replace(/\s+/g, ' ')}</code></dd>
`
}

export function modelSection(report: DrillReport): Section {
  return {
    id: 'model',
    heading: 'What was simulated?',
    short: 'Model',
    lede: 'Everything above holds under this model. Where it is not like your service, give it traffic, latencies and incidents of your own.',
    body: html`<dl class="facts">
${fact('Traffic', trafficSentence(report))}${fact('Latency', html`${latencySentence(report)}${quantiles(report)}`)}${fact('Scrapes and rules', evaluationSentence(report))}${fact('Notifications', notificationSentence(report))}${objectives(report)}</dl>
${assumptions(report)}${seriesTable(report.series)}`,
  }
}

function fact(name: string, what: MarkupPart): Markup {
  return html`<div><dt>${name}</dt><dd>${what}</dd></div>\n`
}

function quantiles({ latency }: DrillReport): string {
  const words = latency.quantiles.map(
    ({ quantile, seconds }) => `${quantileHeading(quantile)} ${formatDuration(seconds)}`,
  )
  return words.length === 0 ? '' : ` ${words.join(', ')}.`
}

function objectives({ objectives: all }: DrillReport): MarkupPart {
  if (all.length === 0) return null
  const words = all.map(({ name, allowedShare }) => `${name} (${formatShare(allowedShare)} may be bad)`)
  return fact(all.length === 1 ? 'Objective' : 'Objectives', words.join('; '))
}

function assumptions({ assumptions: all }: DrillReport): MarkupPart {
  if (all.length === 0) return null
  return html`<h3>What is taken for granted</h3>
<ul class="assumptions">
${all.map((sentence) => html`<li>${sentence}</li>\n`)}</ul>
`
}

function seriesTable(series: readonly DrillSeries[]): MarkupPart {
  if (series.length === 0) return null
  return html`<h3>The series that were made</h3>
${renderLongTable({
  caption: 'The series that were made',
  captionHidden: true,
  columns: [
    { heading: 'Metric' },
    { heading: 'Kind', words: true },
    { heading: 'Labels', words: true },
    { heading: 'Counts', words: true },
    { heading: 'Bounds', words: true },
  ],
  rows: series.map(({ metric, kind, labels, requests, upperBounds, unit }) => [
    html`<code>${metric}</code>`,
    kind,
    html`<code class="wrapped">${labelsText(labels)}</code>`,
    requests === null ? '' : `${requests} requests`,
    upperBounds === null
      ? ''
      : html`<span class="wrapped">${upperBounds.map(formatBound).join(', ')}${unit === null ? '' : ` ${unit}`}</span>`,
  ]),
})}`
}

function formatBound(bound: number): string {
  return Number.isInteger(bound) ? formatCount(bound) : String(bound)
}

function labelsText(labels: DrillSeries['labels']): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return pairs.length === 0 ? '' : `{${pairs.join(', ')}}`
}
