// What became of each alert, in one line, and whether that is what the scenario expects.

import type { AlertFinding, Report } from '../../../core/report/report.ts'
import { counted } from '../../../core/text/plural.ts'
import { unsaid } from '../../../core/text/say-once.ts'
import { alertNotes, reasonedAlert } from '../../figures/alert-notes.ts'
import { type AlertStep, type AlertStory, alertStory } from '../../figures/alert-story.ts'
import { detail, heading, statement, verdictMark } from '../text/section.ts'
import { type Line, line, type Span, type Style, span } from '../text/styled-text.ts'

/** Of an alert that flaps, only the beginning and the end are shown. */
const STEPS_SHOWN = 6

const STATE_STYLES: Readonly<Record<AlertStep['state'], Style | null>> = {
  inactive: null,
  pending: 'inconclusive',
  firing: 'fail',
  resolved: 'pass',
}

/** @param said what the reader has read already */
export function alertSection(report: Report, said: readonly string[], width: number): Line[] {
  const { alerts } = report
  if (alerts.length === 0) return []
  const reasons = newReasons(alerts, said)
  return [
    ...heading(alerts.length === 1 ? 'Alert' : 'Alerts', [], width),
    ...alerts.flatMap((alert, i) => [
      ...statement([...title(alert), span('  '), ...storyLine(storyOf(alert, report))], width),
      ...(reasons[i] === '' ? [] : detail(line(reasons[i] ?? ''), width)),
      ...alertNotes(alert, report).flatMap((note) => detail(line(note), width)),
    ]),
  ]
}

function title({ name, finding }: AlertFinding): Line {
  if (finding === null) return [span('·', 'quiet'), span(` ${name}`, 'strong'), span(' (nothing expected)', 'quiet')]
  return [verdictMark(finding), span(` ${name}`, 'strong')]
}

function storyOf(alert: AlertFinding, { load }: Report): AlertStory {
  return alertStory(alert, load.phases, STEPS_SHOWN)
}

/** What was expected and what happened is in its story; the reason of a doubt or a failure stands in the banner. */
function newReasons(alerts: readonly AlertFinding[], said: readonly string[]): string[] {
  const shown = alerts.map((alert) => ({
    ...reasonedAlert(alert),
    ...(alert.finding === null || alert.finding === 'pass' ? { reason: '' } : {}),
  }))
  return unsaid(shown, said)
}

function storyLine({ beginning, hidden, end, ongoing }: AlertStory): Line {
  if (beginning.length === 0) return line('never evaluated')
  const [first] = beginning
  if (beginning.length === 1 && hidden === 0 && first?.when === '') return line(`${first.state} throughout`)
  const parts = [
    ...beginning.map(step),
    ...(hidden > 0 ? [line(counted(hidden, 'more change'), 'quiet')] : []),
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
