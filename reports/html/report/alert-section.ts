// The alerts: when each was pending, firing and inactive, and how long detection and resolution took.

import type { AlertFinding, Report } from '../../../core/report/report.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { unsaid } from '../../../core/text/say-once.ts'
import { alertNotes, reasonedAlert } from '../../figures/alert-notes.ts'
import { formatClock, formatLatency } from '../../figures/figures.ts'
import { quantileHeading, usersFelt } from '../../figures/verdict-label.ts'
import { renderFigure } from '../page/figure.ts'
import { html, type Markup, type MarkupPart } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import type { DataTable } from '../page/table.ts'
import { FINDING_WORDS, renderBadge } from '../page/verdict-badge.ts'

/** @param said what the reader has read already */
export function alertSection(report: Report, said: readonly string[]): Section {
  const reasons = unsaid(report.alerts.map(reasonedAlert), said)
  return {
    id: 'alerts',
    heading: 'What did the alert do?',
    short: 'Alerts',
    lede: report.alerts.length === 0 ? 'No alert rule was evaluated.' : null,
    body: report.alerts.map((alert, i) => renderAlert(alert, i, report, reasons[i] ?? '')),
  }
}

export function alertChartId(index: number): string {
  return `chart-alert-${index + 1}`
}

function renderAlert(alert: AlertFinding, index: number, report: Report, reason: string): Markup {
  const reasons = [reason, ...alertNotes(alert, report)]
  return html`<article class="alert">
<div class="objective-head"><h3>${alert.name}</h3>${alert.finding === null ? null : renderBadge(alert.finding, FINDING_WORDS[alert.finding])}</div>
<p class="expression"><code>${alert.expression}</code> <span class="row-note">for ${formatDuration(alert.forSeconds)}</span></p>
<dl class="objective-figures"><div><dt>Expected</dt><dd>${alert.expected ?? 'no expectation'}</dd></div><div><dt>Detection</dt><dd>${span(alert.detectionSeconds)}</dd></div><div><dt>Resolution</dt><dd>${span(alert.resolutionSeconds)}</dd></div>${atFiring(alert, report)}</dl>
${reasons.map((text) => (text === '' ? null : html`<p class="objective-reason">${text}</p>\n`))}${renderFigure({
  id: alertChartId(index),
  title: 'Inactive, pending, firing',
  axes: 'Time since the first phase began (min:s)',
  summary: `${alert.name}: ${alert.reason || states(alert)}`,
  table: transitionTable(alert, report),
})}</article>
`
}

function span(seconds: number | null): string {
  return seconds === null ? '–' : formatDuration(seconds)
}

function atFiring({ atFiring: values }: AlertFinding, report: Report): MarkupPart {
  if (values === undefined) return null
  const exact = values.exact === null ? 'never ended' : formatLatency(values.exact)
  return html`<div><dt>When it fired</dt><dd>the rule saw ${quantileHeading(values.quantile)} ${formatLatency(values.estimate)}, ${usersFelt(report)} ${exact}</dd></div>`
}

function states({ transitions }: AlertFinding): string {
  return transitions.map(({ at, state }) => `${state} at ${formatClock(at)}`).join(', ')
}

/** Of an alert that flaps, the first transitions are shown. */
const MOST_TRANSITIONS = 100

function transitionTable({ transitions }: AlertFinding, { load: { phases } }: Report): DataTable {
  const phaseAt = (seconds: number) => phases.findLast(({ startSeconds }) => startSeconds <= seconds)
  return {
    caption: 'When the alert changed its state',
    columns: [
      { heading: 'At' },
      { heading: 'State', words: true },
      { heading: 'Phase', words: true },
      { heading: 'Into the phase' },
      { heading: 'Value of the rule' },
    ],
    rows: transitions.slice(0, MOST_TRANSITIONS).map(({ at, state, value }, i) => {
      const phase = phaseAt(at)
      const resolved = state === 'inactive' && transitions[i - 1]?.state === 'firing'
      return [
        formatClock(at),
        resolved ? 'inactive (resolved)' : state,
        phase?.name ?? '–',
        phase === undefined ? '–' : formatLatency(at - phase.startSeconds),
        value === null ? 'no value' : Number(value.toPrecision(4)),
      ]
    }),
  }
}
