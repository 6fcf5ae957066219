// Which bucket layouts are put against one another: the service's own, and those that were asked for or the usual ones.

import { type BucketLayout, bucketLayout, NAMED_LAYOUTS } from '../../core/histogram/bucket-layout.ts'
import { type HistogramLayout, isNativeLayout, nativeLayout } from '../../core/histogram/native-layout.ts'
import type { Report } from '../../core/report/report.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { UserError } from '../../core/user-error.ts'
import { layoutMetric } from '../../server/metrics/metrics.ts'

/** Where nothing else is asked for: what libraries come with, and two native histograms one could move to. */
export const USUAL_LAYOUTS: readonly HistogramLayout[] = [
  ...Object.values(NAMED_LAYOUTS),
  nativeLayout(3),
  nativeLayout(5),
]

/** In the study's own words, so that no layout of a service may be called so. */
const TAKEN = new Set(['current', 'exact', 'recommended'])

export interface SelectedLayouts {
  readonly layouts: readonly HistogramLayout[]
  /** The name under which the service's own layout is among them; null where it is not known. */
  readonly current: string | null
}

/** @throws UserError where two of the asked layouts share a name */
export function selectLayouts(own: BucketLayout | null, asked: readonly HistogramLayout[]): SelectedLayouts {
  const others = asked.filter((layout) => !own || !isSame(own, layout))
  const taken = others.find(({ name }) => TAKEN.has(name))
  if (taken) throw new UserError(`layout ${taken.name}: expected another name, for the comparison uses it itself`)
  const names = others.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) throw new UserError(`expected layouts with distinct names, got two named ${twice}`)
  if (!own) return { layouts: others, current: null }
  const name = TAKEN.has(own.name) || names.includes(own.name) ? 'current' : own.name
  return { layouts: [{ ...own, name }, ...others], current: name }
}

/** Those that a bundled server can observe beside its own. @throws UserError where two would share a metric's name */
export function observedLayouts(own: BucketLayout | null, asked: readonly HistogramLayout[]): BucketLayout[] {
  const others = asked.filter((layout) => !isNativeLayout(layout) && !(own && isSame(own, layout))) as BucketLayout[]
  const metrics = others.map(({ name }) => layoutMetric(name))
  const clash = metrics.findIndex((metric, i) => metrics.indexOf(metric) < i)
  if (clash < 0) return others
  const [first, second] = [others[metrics.indexOf(metrics[clash] as string)], others[clash]]
  throw new UserError(
    `expected layouts that differ in more than signs, got ${first?.name} and ${second?.name}, both ${metrics[clash]} as a metric; give one a name: mine=${second?.name}`,
  )
}

/** The layout of a scenario's bundled server; null for somebody's own service. */
export function ownLayoutOf({ service }: Scenario): BucketLayout | null {
  return service.kind === 'bundled' ? service.behaviour.layout : null
}

/** The layout whose buckets a report holds. */
export function reportedLayout({ server, scenario }: Report): BucketLayout | null {
  const bounds = (server?.buckets ?? []).flatMap(({ le }) => (le === '+Inf' || !(le > 0) ? [] : [le]))
  return bounds.length === 0
    ? null
    : bucketLayout(reportedName(scenario.resolved) ?? knownName(bounds) ?? 'current', bounds)
}

function reportedName(resolved: unknown): string | undefined {
  const { name } = (resolved as ResolvedLayout | null)?.service?.behaviour?.layout ?? {}
  return typeof name === 'string' && name !== '' ? name : undefined
}

function knownName(bounds: readonly number[]): string | undefined {
  return Object.values(NAMED_LAYOUTS).find(({ upperBounds }) => upperBounds.join() === bounds.join())?.name
}

interface ResolvedLayout {
  readonly service?: { readonly behaviour?: { readonly layout?: { readonly name?: unknown } } }
}

function isSame(own: BucketLayout, other: HistogramLayout): boolean {
  return own.name === other.name && !isNativeLayout(other) && own.upperBounds.join() === other.upperBounds.join()
}
