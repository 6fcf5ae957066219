// The parts of a run's histogram that single requests are observed in: `match: '{route="/checkout"}'`. The matchers of a
// request narrow those of the target further.

import type { RouteRecord } from '../../core/run/prometheus-record.ts'
import { labelTest } from '../series/label-matcher.ts'
import { formatLabels } from '../series/labels.ts'
import type { Labels } from '../series/series.ts'
import { type HistogramSelection, histogramSelection } from './histogram-selection.ts'

export interface RouteSelection {
  /** As the scenario has it. */
  readonly match: string
  readonly selection: HistogramSelection
}

/**
 * @param match of the target; may be empty
 * @param routes those of requests
 * @throws UserError where matchers cannot be read
 */
export function routeSelections(name: string, match: string, routes: readonly string[]): readonly RouteSelection[] {
  return routes.map((route) => ({ match: route, selection: histogramSelection(name, joinedMatch(match, route)) }))
}

/** Both matchers in one pair of braces. */
export function joinedMatch(match: string, route: string): string {
  const insides = [match, route].map((text) => text.trim().replace(/^\{/, '').replace(/\}$/, '').trim())
  const filled = insides.map((inside) => inside.replace(/,$/, '').trim()).filter((inside) => inside !== '')
  return filled.length === 0 ? '' : `{${filled.join(',')}}`
}

/**
 * The other routes that count the same series, by route; routes that share none are left out.
 * @param series of which those of buckets count
 */
export function overlapsOf(
  routes: readonly RouteSelection[],
  series: Iterable<Labels>,
): ReadonlyMap<string, NonNullable<RouteRecord['overlaps']>> {
  const accepts = routes.map(({ match, selection }) => ({ match, test: labelTest(selection.matchers), selection }))
  const found = new Map<string, Map<string, string>>()
  for (const labels of series) {
    const own = accepts.filter(({ selection, test }) => labels.__name__ === `${selection.name}_bucket` && test(labels))
    if (own.length < 2) continue
    for (const { match, selection } of own) {
      const others = found.get(match) ?? new Map<string, string>()
      found.set(match, others)
      for (const other of own)
        if (other.match !== match && !others.has(other.match))
          others.set(other.match, seriesText(selection.name, labels))
    }
  }
  return new Map(
    [...found].map(([match, others]) => [
      match,
      [...others].map(([other, shared]) => ({ match: other, series: shared })),
    ]),
  )
}

/** Without `le`, which tells one bucket of the same series from another. */
function seriesText(name: string, { le: _, ...labels }: Labels): string {
  return formatLabels({ ...labels, __name__: name })
}
