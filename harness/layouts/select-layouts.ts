// Selects the bucket layouts to compare: the service's own one, and the requested or the usual ones.

import { checkLayoutNames } from '../../analysis/layouts/analysis-request.ts'
import { type BucketLayout, bucketLayout } from '../../core/histogram/bucket-layout.ts'
import type { HistogramSnapshot } from '../../core/histogram/histogram-snapshot.ts'
import { layoutMetric } from '../../core/histogram/layout-metric.ts'
import { NAMED_LAYOUTS } from '../../core/histogram/named-layouts.ts'
import { type HistogramLayout, isNativeLayout, nativeLayout } from '../../core/histogram/native-layout.ts'
import { bundledServer } from '../../core/report/bundled-server.ts'
import type { Report } from '../../core/report/report.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { UserError } from '../../core/user-error.ts'

/** The default: the layouts of client libraries, and two native histograms as an alternative. */
export const USUAL_LAYOUTS: readonly HistogramLayout[] = [
  ...Object.values(NAMED_LAYOUTS),
  nativeLayout(3),
  nativeLayout(5),
]

/** Names with a meaning in the analysis, which a requested layout must not have. */
const RESERVED_NAMES = new Set(['current', 'exact', 'recommended'])

export interface SelectedLayouts {
  readonly layouts: readonly HistogramLayout[]
  /** The name of the service's own layout among them; null if its own layout is unknown. */
  readonly current: string | null
}

/** @throws UserError if two of the requested layouts share a name */
export function selectLayouts(own: BucketLayout | null, requested: readonly HistogramLayout[]): SelectedLayouts {
  const others = requested.filter((layout) => !own || !isSame(own, layout))
  const taken = others.find(({ name }) => RESERVED_NAMES.has(name))
  if (taken)
    throw new UserError(`layout ${taken.name}: expected another name, because the comparison uses this one itself`)
  checkLayoutNames(others)
  if (!own) return { layouts: others, current: null }
  const name = RESERVED_NAMES.has(own.name) || others.some(({ name }) => name === own.name) ? 'current' : own.name
  return { layouts: [{ ...own, name }, ...others], current: name }
}

/** The layouts that a bundled server can observe beside its own. @throws UserError if two map to the same metric name */
export function observedLayouts(own: BucketLayout | null, requested: readonly HistogramLayout[]): BucketLayout[] {
  const others = requested.filter(
    (layout) => !isNativeLayout(layout) && !(own && isSame(own, layout)),
  ) as BucketLayout[]
  const metrics = others.map(({ name }) => layoutMetric(name))
  const clash = metrics.findIndex((metric, i) => metrics.indexOf(metric) < i)
  if (clash < 0) return others
  const [first, second] = [others[metrics.indexOf(metrics[clash] as string)], others[clash]]
  throw new UserError(
    `layouts ${first?.name} and ${second?.name} map to the same metric name ${metrics[clash]}: rename one, for example mine=${second?.name}`,
  )
}

/** The layout of a scenario's bundled server; null for a target. */
export function ownLayoutOf({ service }: Scenario): BucketLayout | null {
  return service.kind === 'bundled' ? service.behaviour.layout : null
}

/** The layout of the buckets in a report. */
export function reportedLayout({ server, scenario }: Report): BucketLayout | null {
  const bounds = (server?.buckets ?? []).flatMap(({ le }) => (le === '+Inf' || !(le > 0) ? [] : [le]))
  return bounds.length === 0
    ? null
    : bucketLayout(bundledServer(scenario)?.layoutName ?? knownName(bounds) ?? 'current', bounds)
}

/** The layout of scraped buckets, in seconds; null where no bound is above 0. */
export function layoutOfBuckets({ buckets }: Pick<HistogramSnapshot, 'buckets'>): BucketLayout | null {
  const bounds = buckets.map(({ upperBound }) => upperBound).filter((bound) => bound > 0 && Number.isFinite(bound))
  return bounds.length === 0 ? null : bucketLayout(knownName(bounds) ?? 'current', bounds)
}

function knownName(bounds: readonly number[]): string | undefined {
  return Object.values(NAMED_LAYOUTS).find(({ upperBounds }) => upperBounds.join() === bounds.join())?.name
}

function isSame(own: BucketLayout, other: HistogramLayout): boolean {
  return own.name === other.name && !isNativeLayout(other) && own.upperBounds.join() === other.upperBounds.join()
}
