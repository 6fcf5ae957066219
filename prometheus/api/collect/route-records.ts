// What single requests were observed in, from the raw samples of the whole histogram, which contain theirs.

import type { RouteRecord } from '../../../core/run/prometheus-record.ts'
import type { HistogramSelection } from '../../observation/histogram-selection.ts'
import { overlapsOf, type RouteSelection } from '../../observation/route-selections.ts'
import { labelTest } from '../../series/label-matcher.ts'
import type { Labels, Series } from '../../series/series.ts'
import type { ObservedHistogram } from './observed-histogram.ts'

/** The series of one route, and the buckets of all where it has none. */
export interface RouteSeries {
  readonly series: readonly Series[]
  readonly unmatched: readonly Labels[]
}

export function routeRecords(
  routes: readonly RouteSelection[],
  series: readonly Series[],
  observed: (own: RouteSeries, selection: HistogramSelection) => ObservedHistogram,
): RouteRecord[] {
  const labels = series.map((each) => each.labels)
  const overlaps = overlapsOf(routes, labels)
  return routes.map(({ match, selection }) => {
    const accepts = labelTest(selection.matchers)
    const own = series.filter((each) => accepts(each.labels))
    const buckets = labels.filter(({ __name__ }) => __name__ === `${selection.name}_bucket`)
    const found = observed({ series: own, unmatched: own.length > 0 ? [] : buckets }, selection)
    const { snapshots, total, uncounted, resets } = found
    const shared = overlaps.get(match)
    return { match, snapshots, total, ...(uncounted && { uncounted }), resets, ...(shared && { overlaps: shared }) }
  })
}
