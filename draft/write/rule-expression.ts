// The expression that draws the quantile, as the rules have it and their test needs it.

import type { DraftAlert, DraftMetrics } from '../draft.ts'
import { matchText } from './match-text.ts'

const PLAIN_NAME = /^[a-zA-Z_:][\w:]*$/

/** Only such a name can stand in a unit test of promtool 2. */
export function isPlainName(name: string): boolean {
  return PLAIN_NAME.test(name)
}

export function quantileExpression({ histogram, match }: DraftMetrics, { quantile, rangeSeconds }: DraftAlert): string {
  return `histogram_quantile(${quantile}, sum by (le) (rate(${bucketSelector(histogram, matchText(match))}[${rangeSeconds / 60}m])))`
}

/** A name of Prometheus 3 is written inside the braces, so that Prometheus 2 reads it too. */
function bucketSelector(histogram: string, match: string): string {
  if (isPlainName(histogram)) return `${histogram}_bucket${match}`
  const inside = match.slice(1, -1)
  return `{__name__=${JSON.stringify(`${histogram}_bucket`)}${inside === '' ? '' : `,${inside}`}}`
}
