// Limits of objectives beside the bounds of the histogram that a dashboard would read them from. The verdict needs no
// bucket: the client timed every response. A dashboard or an alert does.

import { knownUnit, type LatencyUnit, SECONDS_PER_UNIT } from '../../core/histogram/latency-unit.ts'
import type { PreflightFinding } from '../../core/run/preflight/preflight.ts'
import { durationBeside, formatDuration } from '../../core/text/duration.ts'
import type { HistogramSelection } from '../observation/histogram-selection.ts'
import type { InitialScrape } from '../observation/initial-scrape.ts'
import { parseGoFloat } from '../series/go-float.ts'
import { labelTest } from '../series/label-matcher.ts'

export interface LimitOfObjective {
  /** As written: `p95 < 300ms`. */
  readonly text: string
  /** Its place among the objectives. */
  readonly index: number
  readonly seconds: number
}

/** @param declared the unit that the scenario names */
export function explainLimits(
  pages: readonly InitialScrape[],
  selection: HistogramSelection,
  declared: LatencyUnit | null,
  limits: readonly LimitOfObjective[],
): PreflightFinding[] {
  const bounds = boundsInSeconds(pages, selection, declared)
  const highest = bounds.at(-1)
  if (highest === undefined) return []
  return limits.flatMap(({ text, index, seconds }): PreflightFinding[] => {
    if (bounds.some((bound) => isSame(bound, seconds))) return []
    const at = ['sla', index]
    const below = bounds.findLast((bound) => bound < seconds)
    const above = bounds.find((bound) => bound > seconds)
    if (above === undefined)
      return [
        {
          kind: 'limit-above-bounds',
          severity: 'warning',
          at,
          expected: `a limit up to the highest bound of ${selection.name}, ${formatDuration(highest)}`,
          got: `${text}: no estimate of a dashboard or an alert ever exceeds that bound, so that it shows no violation`,
          candidates: [],
          write: null,
        },
      ]
    return [
      {
        kind: 'limit-no-bound',
        severity: 'warning',
        at,
        expected: `a limit that is a bound of ${selection.name}, so that a dashboard can tell on which side of it requests are`,
        got: `${text}, ${below === undefined ? 'below the first of them' : 'between two of them'}`,
        candidates: [below, above].flatMap((bound) => (bound === undefined ? [] : durationBeside(bound, seconds))),
        write: null,
      },
    ]
  })
}

/** Finite ones, ascending. @param declared the unit that the scenario names */
export function boundsInSeconds(
  pages: readonly InitialScrape[],
  { name, matchers }: HistogramSelection,
  declared: LatencyUnit | null,
): number[] {
  const metadata = pages.flatMap(({ page }) => page.families.get(name)?.unit ?? [])[0]
  const factor = SECONDS_PER_UNIT[knownUnit(declared, name, metadata).name]
  const accepts = labelTest(matchers)
  const bounds = pages.flatMap(({ labels }) =>
    labels.flatMap((each) => {
      const bound = each.__name__ === `${name}_bucket` && accepts(each) ? parseGoFloat(each.le ?? '') : undefined
      return bound === undefined || !Number.isFinite(bound) ? [] : [bound * factor]
    }),
  )
  return [...new Set(bounds)].sort((a, b) => a - b)
}

/** The same number, written in another unit. */
function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(a, b)
}
