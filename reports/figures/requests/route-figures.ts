// The cross-check of requests that have matchers of their own, a line for each, in words that stand alike in every writer.

import type { Report, ReportedRoute } from '../../../core/report/report.ts'
import { listed } from '../../../core/text/plural.ts'
import { leadingRow } from '../cross-check-figures.ts'
import { formatCount, formatLatency, formatLatencyDifference, formatRelative, NO_FIGURE } from '../figures.ts'
import { quantileHeading } from '../verdict-label.ts'

export interface RouteFigures {
  /** `checkout`, or `checkout and refund` where they share their matchers. */
  readonly name: string
  readonly match: string
  /** Of the leading quantile. */
  readonly client: string
  readonly histogram: string
  readonly error: string
  readonly relative: string
  /** Requests: `422`, or `211 of 422` where the histogram counted others than the client. */
  readonly counted: string
  readonly isCompared: boolean
  /** Why it is off, or why nothing is compared; empty where there is nothing to say. */
  readonly remark: string
}

export function routesOf({ routes = [] }: Pick<Report, 'routes'>): readonly RouteFigures[] {
  return routes.map(routeFigures)
}

/** `P95`: of what the figures are. */
export function routeQuantile({ routes = [] }: Pick<Report, 'routes'>): string {
  const row = leadingRow(routes.flatMap(({ crossCheck }) => crossCheck))
  return quantileHeading(row?.quantile ?? 0.95)
}

function routeFigures({ requests, match, crossCheck, populations, uncounted }: ReportedRoute): RouteFigures {
  const row = leadingRow(crossCheck)
  return {
    name: listed(requests),
    match,
    client: formatLatency(row?.exactClient ?? null),
    histogram: formatLatency(row?.estimate ?? null),
    error: formatLatencyDifference(row?.error ?? null),
    relative: formatRelative(row?.relativeError ?? null),
    counted: populations === null ? NO_FIGURE : countedFigure(populations),
    isCompared: row !== undefined && row.comparable !== false,
    remark: uncounted?.reason ?? row?.explanation ?? '',
  }
}

function countedFigure({ clientAnswered, serverObserved }: NonNullable<ReportedRoute['populations']>): string {
  if (clientAnswered === serverObserved) return formatCount(serverObserved)
  return `${formatCount(serverObserved)} of ${formatCount(clientAnswered)}`
}
