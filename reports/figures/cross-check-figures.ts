// The figures of the cross-check, in words that stand alike in every writer.

import type { CrossCheckRow, Report } from '../../core/report/report.ts'
import { formatLatency, formatLatencyDifference, formatRelative, NO_FIGURE } from './figures.ts'
import { quantileHeading } from './verdict-label.ts'

/** The row that everyone asks for first: P95, or whichever stands first where that is missing. */
export function leadingRow(rows: readonly CrossCheckRow[]): CrossCheckRow | undefined {
  return rows.find(({ quantile }) => quantile === 0.95) ?? rows[0]
}

/** The bucket in which the estimate is drawn, and whether the exact value lies there too: `in (2, 5]s`. */
export function bucketFigure({ bucket, insideBucket }: CrossCheckRow): string {
  if (bucket === null) return NO_FIGURE
  const range = `(${bucket.lower}s, ${bucket.upper === '+Inf' ? '+Inf' : `${bucket.upper}s`}]`
  return insideBucket === false ? `not in ${range}` : range
}

/** `+2.55s (+128%)` */
export function errorFigure({ error, relativeError }: CrossCheckRow): string {
  if (error === null) return NO_FIGURE
  return relativeError === null
    ? formatLatencyDifference(error)
    : `${formatLatencyDifference(error)} (${formatRelative(relativeError)})`
}

export interface ErrorPart {
  readonly name: string
  readonly seconds: number
}

/** What the error is made of, as far as it is known; the parts sum to it. */
export function errorParts({ parts }: CrossCheckRow): ErrorPart[] {
  const named = [
    { name: 'interpolation', seconds: parts.interpolation },
    { name: 'vantage', seconds: parts.vantage },
    { name: 'interpolation and vantage', seconds: parts.interpolationAndVantage },
    { name: 'waiting', seconds: parts.waiting },
  ]
  return named.filter((part): part is ErrorPart => part.seconds !== null)
}

/** `interpolation +2.55s, vantage +1.00ms, waiting -300µs` */
export function partsFigure(row: CrossCheckRow): string {
  return errorParts(row)
    .map(({ name, seconds }) => `${name} ${formatLatencyDifference(seconds)}`)
    .join(', ')
}

/** The dashboard against the truth, in one line: `the histogram says P95 4.55s, it was 2.00s (+127%)`. */
export function truthSentence(row: CrossCheckRow): string {
  const says = `the histogram says ${quantileHeading(row.quantile)} ${formatLatency(row.estimate)}`
  const off = row.relativeError === null ? '' : ` (${formatRelative(row.relativeError)})`
  return `${says}, it was ${formatLatency(row.exactClient)}${off}`
}

/** Why there is nothing to compare; null where there is. */
export function witnessMissing(report: Report): string | null {
  if (report.crossCheck.length > 0) return null
  return report.server === null
    ? "The server's witness was not heard: no histogram was scraped."
    : 'Nothing could be compared.'
}
