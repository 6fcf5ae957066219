// What became of each alert as a Markdown table.

import type { Report } from '../../core/report/report.ts'
import { counted } from '../../core/text/plural.ts'
import { unsaid } from '../../core/text/say-once.ts'
import { alertNotes, reasonedAlert } from '../figures/alert-notes.ts'
import { type AlertStep, type AlertStory, alertStory } from '../figures/alert-story.ts'
import { markdownCellCode, markdownTable, markdownText } from './markdown-text.ts'
import { marked } from './verdict-mark.ts'

/** GitHub cuts a comment at 65,536 characters; an alert that flaps must not get there. */
const STEPS_SHOWN = 12

/** @param said what the reader has read already */
export function alertTable(report: Report, said: readonly string[]): string {
  const { phases } = report.load
  const columns = [
    { header: '' },
    { header: 'Alert' },
    { header: 'What happened' },
    { header: 'Expected' },
    { header: 'Reason' },
  ]
  const reasons = unsaid(report.alerts.map(reasonedAlert), said)
  return markdownTable(
    columns,
    report.alerts.map((alert, i) => [
      alert.finding === null ? '' : marked(alert.finding),
      markdownCellCode(alert.name),
      storyText(alertStory(alert, phases, STEPS_SHOWN)),
      markdownText(alert.expected ?? ''),
      [reasons[i] ?? '', ...alertNotes(alert, report)]
        .filter((text) => text !== '')
        .map(markdownText)
        .join(' '),
    ]),
  )
}

function storyText({ beginning, hidden, end, ongoing }: AlertStory): string {
  if (beginning.length === 0) return 'never evaluated'
  const [first] = beginning
  if (beginning.length === 1 && hidden === 0 && first?.when === '') return `${first.state} throughout`
  const parts = [...beginning.map(step), ...(hidden > 0 ? [counted(hidden, 'more change')] : []), ...end.map(step)]
  return `${parts.join(' → ')}${ongoing ? ', until the end' : ''}`
}

function step({ state, when }: AlertStep): string {
  return when === '' ? state : `${state} ${markdownText(when)}`
}
