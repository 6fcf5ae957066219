import { missingLength } from '../../../core/backtest/missing-length.ts'
import type { ReportedAlert, ReportedSpan } from '../../../core/report/backtest-report.ts'
import { times } from '../../../core/text/plural.ts'
import { instantFigure } from '../../figures/rules/instant-figure.ts'
import { layoutSentence } from './layout-sentence.ts'

/** What else limits what is said of an alert. */
export function alertRemarks(alert: ReportedAlert): string[] {
  const unknown = notKnownSentence(alert)
  return [
    ...(unknown === null ? [] : [unknown]),
    ...(alert.withoutData.length === 0 ? [] : [withoutDataSentence(alert)]),
    ...alert.failures.map(
      ({ message, evaluations, first }) =>
        `Evaluations failed ${times(evaluations)}, first at ${instantFigure(first)}, as they would in Prometheus: ${message}.`,
    ),
    ...alert.notFollowed.map(
      ({ reason }) => `Between which values it lies is not followed (${reason}): nothing is sure, and all could be.`,
    ),
    ...(alert.cannotHold === undefined ? [] : [`Its silence proves nothing: ${alert.cannotHold}.`]),
    ...alert.missing.map((selector) => `No series matched ${selector} in the whole time.`),
    ...alert.layout.map(layoutSentence),
  ]
}

/** Where nothing is known of an alert, in one sentence; null where all is. */
function notKnownSentence({ notKnown, notKnownSeconds }: ReportedAlert): string | null {
  if (notKnown.length === 0) return null
  return `Not known for ${missingLength(notKnown, notKnownSeconds)}, because data is missing: ${firstSpans(notKnown)}. That is no silence.`
}

function withoutDataSentence({ withoutData, withoutDataSeconds }: ReportedAlert): string {
  return `A series that it needs had no samples for ${missingLength(withoutData, withoutDataSeconds)}: ${firstSpans(withoutData)}. Prometheus found nothing there either.`
}

const MOST_SPANS = 4

/** The first of them: `2026-11-12 14:05 to 2026-11-12 15:00, … and 3 more`. */
function firstSpans(spans: readonly ReportedSpan[]): string {
  const shown = spans.slice(0, MOST_SPANS).map(({ from, to }) => `${instantFigure(from)} to ${instantFigure(to)}`)
  const more = spans.length > MOST_SPANS ? ` and ${spans.length - MOST_SPANS} more` : ''
  return `${shown.join(', ')}${more}`
}
