// The first answer of each kind of error, so that a reader sees what came instead of the expected one.

import type { FirstErrorOfKind } from '../../core/report/report.ts'
import { formatCount } from './figures.ts'

const MOST_SHOWN = 5

/** `422 status of predict, the first: HTTP/1.1 404 Not Found, text/html, no such page`; of many kinds the first few. */
export function firstErrorFigures(errors: readonly FirstErrorOfKind[]): string[] {
  const hidden = errors.length - MOST_SHOWN
  return [
    ...errors.slice(0, MOST_SHOWN).map(firstErrorFigure),
    ...(hidden > 0
      ? [`and ${formatCount(hidden)} more ${hidden === 1 ? 'kind' : 'kinds'} of errors in report.json`]
      : []),
  ]
}

function firstErrorFigure({ request, kind, count, unmeasured = 0, reason, answer }: FirstErrorOfKind): string {
  const came = answer === null ? [] : [answer.statusLine, answer.contentType, whereTo(answer.location), answer.body]
  const first = [reason, ...came].filter((part) => part !== null && part !== '').join(', ')
  const outside = unmeasured === 0 ? '' : ` (${formatCount(unmeasured)} of them in phases that are not measured)`
  return `${formatCount(count)} ${kind} of ${request}${outside}, the first: ${first === '' ? 'nothing was read' : first}`
}

function whereTo(location: string | null): string | null {
  return location === null ? null : `to ${location}`
}
