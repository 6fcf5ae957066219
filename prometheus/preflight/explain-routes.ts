// Whether the series that a request names as its own counted it: `match` of a request. Series that belong to other requests
// are no candidates, for those were tried in between.

import type { PreflightFinding } from '../../core/run/preflight/preflight.ts'
import type { HistogramSelection } from '../observation/histogram-selection.ts'
import { labelTest } from '../series/label-matcher.ts'
import { formatLabels } from '../series/labels.ts'
import { type MetricsEvidence, matchLine } from './explain-movements.ts'
import { movementsBetween, sumOf } from './movements.ts'

/** A request that names its series, and was answered as expected. */
export interface TriedRoute {
  readonly request: string
  /** The place of its matchers in the scenario. */
  readonly at: readonly (string | number)[]
  readonly selection: HistogramSelection
}

export function explainRoutes(
  routes: readonly TriedRoute[],
  { before, after, later, answered }: Pick<MetricsEvidence, 'before' | 'after' | 'later' | 'answered'>,
): PreflightFinding[] {
  const { moved, hasFallen } = movementsBetween(before.pages, after.pages)
  const idle = movementsBetween(after.pages, later.pages)
  if (hasFallen || idle.hasFallen) return []
  return routes.flatMap(({ request, at, selection }): PreflightFinding[] => {
    const ofHistogram = moved.filter(({ histogram }) => histogram === selection.name)
    const accepts = labelTest(selection.matchers)
    if (ofHistogram.length === 0 || ofHistogram.some(({ labels }) => accepts(labels))) return []
    const others = routes
      .filter((route) => route.selection !== selection)
      .map((route) => labelTest(route.selection.matchers))
    const free = ofHistogram.filter(({ labels }) => !others.some((belongs) => belongs(labels)))
    if (free.length === 0) return []
    // Otherwise another instance counted it, perhaps, and these are of other requests or of somebody else.
    const isBusy = idle.moved.some(({ histogram }) => histogram === selection.name)
    const isProven = !isBusy && sumOf(ofHistogram) === answered
    return [
      {
        kind: 'counted-elsewhere',
        severity: isProven ? 'error' : 'warning',
        at,
        expected: `matchers of the series that count ${request}`,
        got: `${selection.text}, which did not count it`,
        candidates: free.map(({ printed, by }) => `${formatLabels(printed)} (counted ${by})`),
        write: isProven ? matchLine(selection.matchers, free) : null,
      },
    ]
  })
}
