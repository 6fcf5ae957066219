// What became of each alert as a Markdown table.

import type { Report } from '../../core/report/report.ts'
import { alertNotes } from '../figures/alert-notes.ts'
import { type AlertStep, type AlertStory, alertStory } from '../figures/alert-story.ts'
import { markdownCellCode, markdownTable, markdownText } from './markdown-text.ts'
import { marked } from './verdict-mark.ts'

/** GitHub cuts a comment at 65,536 characters; an alert that flaps must not get there. */
const STEPS_SHOWN = 12

export function alertTable(report: Report): string {
  const { phases } = report.load
  const columns = [
    { header: '' },
    { header: 'Alert' },
    { header: 'What happened' },
    { header: 'Expected' },
    { header: 'Reason' },
  ]
  return markdownTable(
    columns,
    report.alerts.map((alert) => [
      alert.finding === null ? '' : marked(alert.finding),
      markdownCellCode(alert.name),
      told(alertStory(alert, phases, STEPS_SHOWN)),
      markdownText(alert.expected ?? ''),
      [alert.reason, ...alertNotes(alert, report)].map(markdownText).join(' '),
    ]),
  )
}

function told({ beginning, hidden, end, ongoing }: AlertStory): string {
  if (beginning.length === 0) return 'never evaluated'
  const [first] = beginning
  if (beginning.length === 1 && hidden === 0 && first?.when === '') return `${first.state} throughout`
  const parts = [...beginning.map(step), ...(hidden > 0 ? [`${hidden} more changes`] : []), ...end.map(step)]
  return `${parts.join(' → ')}${ongoing ? ', until the end' : ''}`
}

function step({ state, when }: AlertStep): string {
  return when === '' ? state : `${state} ${markdownText(when)}`
}
