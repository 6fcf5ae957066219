// The alerts, run by run: whether and when each fired and resolved.

import type { AlertFinding } from '../../../core/report/report.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { html, type MarkupPart } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import { renderTable } from '../page/table.ts'
import { FINDING_WORDS, renderBadge } from '../page/verdict-badge.ts'
import type { NamedRun } from './compared-run.ts'

/** Null where no run evaluated an alert. */
export function alertsByRun(runs: readonly NamedRun[]): Section | null {
  const names = [...new Set(runs.flatMap(({ report }) => report.alerts.map(({ name }) => name)))]
  if (names.length === 0) return null
  return {
    id: 'alerts',
    heading: 'What did the alerts do?',
    short: 'Alerts',
    body: renderTable({
      caption: 'The alerts, run by run',
      captionHidden: true,
      columns: [{ heading: 'Alert' }, ...runs.map(({ letter }) => ({ heading: letter, words: true }))],
      rows: names.map((name) => [
        name,
        ...runs.map(({ report }) => alertCell(report.alerts.find((alert) => alert.name === name))),
      ]),
    }),
  }
}

function alertCell(alert: AlertFinding | undefined): MarkupPart {
  if (alert === undefined) return '–'
  const { finding, detectionSeconds, resolutionSeconds, transitions } = alert
  const fired = transitions.some(({ state }) => state === 'firing')
  const parts = [
    fired ? (detectionSeconds === null ? 'fired' : `fired after ${formatDuration(detectionSeconds)}`) : 'did not fire',
    ...(resolutionSeconds === null ? [] : [`resolved after ${formatDuration(resolutionSeconds)}`]),
  ]
  return html`${finding === null ? null : html`${renderBadge(finding, FINDING_WORDS[finding])}<br>`}${parts.join(', ')}`
}
