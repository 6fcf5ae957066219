// What became of each alert, in one line, and whether that is what the scenario expects.

import type { AlertFinding, Report } from '../../../core/report/report.ts'
import { alertNotes } from '../../figures/alert-notes.ts'
import { type AlertStep, type AlertStory, alertStory } from '../../figures/alert-story.ts'
import { detail, heading, statement, verdictMark } from '../text/section.ts'
import { type Line, line, type Span, type Style, span } from '../text/styled-text.ts'

/** An alert that flaps is told by its beginning and its end. */
const STEPS_SHOWN = 6

const STATE_STYLES: Readonly<Record<AlertStep['state'], Style | null>> = {
  inactive: null,
  pending: 'inconclusive',
  firing: 'fail',
  resolved: 'pass',
}

export function alertSection(report: Report, width: number): Line[] {
  const { alerts } = report
  if (alerts.length === 0) return []
  return [
    ...heading(alerts.length === 1 ? 'Alert' : 'Alerts', [], width),
    ...alerts.flatMap((alert) => [
      ...statement(title(alert), width),
      ...detail(told(alertStory(alert, report.load.phases, STEPS_SHOWN)), width),
      ...(alert.reason === '' ? [] : detail(line(alert.reason), width)),
      ...alertNotes(alert, report).flatMap((note) => detail(line(note), width)),
    ]),
  ]
}

function title(alert: AlertFinding): Line {
  const mark: Span = alert.finding === null ? span('·', 'quiet') : verdictMark(alert.finding)
  return [mark, span(` ${alert.name}`, 'strong')]
}

function told({ beginning, hidden, end, ongoing }: AlertStory): Line {
  if (beginning.length === 0) return line('never evaluated')
  const [first] = beginning
  if (beginning.length === 1 && hidden === 0 && first?.when === '') return line(`${first.state} throughout`)
  const parts = [
    ...beginning.map(step),
    ...(hidden > 0 ? [line(`${hidden} more changes`, 'quiet')] : []),
    ...end.map(step),
  ]
  return [
    ...parts.flatMap((part, i) => (i === 0 ? part : [span(' → ', 'quiet'), ...part])),
    ...(ongoing ? [span(', until the end')] : []),
  ]
}

function step({ state, when }: AlertStep): Line {
  const name: Span = span(state, STATE_STYLES[state])
  return when === '' ? [name] : [name, span(` ${when}`)]
}
