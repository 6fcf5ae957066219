// The figures of the cross-check, in words that stand alike in every writer.

import type { CrossCheckRow, Report } from '../../core/report/report.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatLatency, formatLatencyDifference, formatRelative, NO_FIGURE } from './figures.ts'
import { quantileHeading } from './verdict-label.ts'

/** The row that everyone asks for first: P95, or whichever stands first where that is missing. */
export function leadingRow(rows: readonly CrossCheckRow[]): CrossCheckRow | undefined {
  return rows.find(({ quantile }) => quantile === 0.95) ?? rows[0]
}

/** The bucket in which the estimate is drawn, and whether the exact value lies there too: `(500ms, 1s]`. */
export function bucketFigure({ bucket, insideBucket }: CrossCheckRow): string {
  if (bucket === null) return NO_FIGURE
  const range = bucketRange(bucket)
  return insideBucket === false ? `not in ${range}` : range
}

/** The half-open interval (lower, upper] of a bucket, in the same form as in sentences: `(500ms, 1s]`. */
export function bucketRange({ lower, upper }: NonNullable<CrossCheckRow['bucket']>): string {
  return `(${formatDuration(lower)}, ${upper === '+Inf' ? upper : formatDuration(upper)}]`
}

/** `+2.55s (+128%)` */
export function errorFigure({ error, relativeError }: CrossCheckRow): string {
  if (error === null) return NO_FIGURE
  return relativeError === null
    ? formatLatencyDifference(error)
    : `${formatLatencyDifference(error)} (${formatRelative(relativeError)})`
}

/** The gap between the server's own record and the client's service time. */
const NETWORK_AND_QUEUES = 'network and queues'

interface ErrorPart {
  readonly name: string
  readonly seconds: number
  /** What of it is known apart. Absent where nothing is. */
  readonly details?: readonly ErrorPart[]
}

/** A smaller part is not worth a word. */
const LEAST_SECONDS = 0.000_05

/** What the error is made of, as far as it is known; the parts sum to it. */
function errorParts({ parts }: CrossCheckRow): ErrorPart[] {
  const { split } = parts
  const afterFirstByte = { name: 'after the first byte', seconds: split?.afterFirstByte ?? null }
  const opening = [
    { name: 'connecting', seconds: split?.connect ?? null },
    { name: 'TLS', seconds: split?.tls ?? null },
  ]
  const named = [
    { name: 'interpolation', seconds: parts.interpolation },
    { name: NETWORK_AND_QUEUES, seconds: parts.vantage, ...detailed([afterFirstByte]) },
    {
      name: `interpolation with ${NETWORK_AND_QUEUES}`,
      seconds: parts.interpolationAndVantage,
      ...detailed([afterFirstByte]),
    },
    { name: 'queueing delay', seconds: parts.waiting, ...detailed(opening) },
  ]
  return named.filter((part): part is ErrorPart => part.seconds !== null)
}

interface PerhapsPart {
  readonly name: string
  readonly seconds: number | null
}

function detailed(parts: readonly PerhapsPart[]): Pick<ErrorPart, 'details'> {
  const details = parts.filter(
    (part): part is ErrorPart => part.seconds !== null && Math.abs(part.seconds) >= LEAST_SECONDS,
  )
  return details.length === 0 ? {} : { details }
}

/** `interpolation +2.55s, network and queues +1.00ms, queueing delay −300µs` */
export function partsFigure(row: CrossCheckRow): string {
  return errorParts(row)
    .map(({ name, seconds, details = [] }) => {
      const inner = details.map((part) => `${part.name} ${formatLatencyDifference(part.seconds)}`)
      return `${name} ${formatLatencyDifference(seconds)}${inner.length === 0 ? '' : ` (${inner.join(', ')})`}`
    })
    .join(', ')
}

/** The estimate against the exact quantile: `P95 of all measured phases: histogram 4.55s, exact 2s (+127%)`. */
export function truthSentence(row: CrossCheckRow): string {
  const name = quantileHeading(row.quantile)
  if (row.comparable === false)
    return `not comparable: ${name} ${formatLatency(row.estimate)} in the histogram, ${formatLatency(row.exactClient)} at the client`
  const says = `${name} of all measured phases: histogram ${formatLatency(row.estimate)}`
  const off = row.relativeError === null ? '' : ` (${formatRelative(row.relativeError)})`
  return `${says}, exact ${formatLatency(row.exactClient)}${off}`
}

export const NOTHING_COMPARED = 'Nothing could be compared.'

/** Why there is nothing to compare; null where there is. */
export function nothingToCompare(report: Report): string | null {
  if (report.crossCheck.length > 0) return null
  if (report.uncounted) return report.uncounted.reason
  return report.server === null ? 'No histogram was scraped, so there is nothing to compare.' : NOTHING_COMPARED
}
