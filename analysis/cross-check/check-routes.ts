// The cross-check of requests that have matchers of their own: what their part of the histogram says beside their exact
// latencies. Requests that share matchers are one population, which the histogram cannot divide.

import type { ReportedRoute } from '../../core/report/report.ts'
import type { RouteRecord } from '../../core/run/prometheus-record.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { listed } from '../../core/text/plural.ts'
import { uncountedReason } from '../verdict/uncounted-reason.ts'
import { compareHistogram } from './cross-check.ts'
import { knownOfCounts, populationsOfRequests } from './populations.ts'

/** In the order of the requests; undefined where none has matchers or nothing was scraped. */
export function checkRoutes(record: RunRecord): ReportedRoute[] | undefined {
  return record.prometheus?.routes?.map((route) => checkRoute(record, route))
}

function checkRoute(record: RunRecord, route: RouteRecord): ReportedRoute {
  const { match, total, uncounted, resets, overlaps } = route
  const requests = requestsOf(record, match)
  const place = { requests, match, ...(overlaps && { overlaps: overlaps.map((each) => ({ ...each })) }) }
  if (total === null) {
    const metric = record.prometheus?.metric ?? ''
    const reason = uncountedReason({ metric, ...(uncounted && { uncounted }) })
    return {
      ...place,
      crossCheck: [],
      populations: null,
      ...(uncounted && { uncounted: { kind: uncounted.kind, reason } }),
    }
  }
  const { rows, populations } = compareHistogram(record, {
    histogram: total,
    crossChecked: populationsOfRequests(record, requests),
    known: { ...knownOfCounts(record), resets, isNarrowed: true, route: match },
    unlike: overlaps === undefined ? null : sharedWith(record, overlaps),
  })
  return { ...place, crossCheck: [...rows], populations }
}

/** The names of the requests with these matchers. */
export function requestsOf({ scenario }: Pick<RunRecord, 'scenario'>, match: string): string[] {
  return scenario.requests.flatMap((request) => (request.match === match ? [request.name] : []))
}

function sharedWith(record: RunRecord, overlaps: NonNullable<RouteRecord['overlaps']>): string {
  const others = overlaps.map(({ match }) => `${match} of ${listed(requestsOf(record, match))}`)
  return `Its matchers accept series that those of other requests accept too (${overlaps[0]?.series ?? ''}, by ${listed(others)}), so that it does not count its own requests alone`
}
