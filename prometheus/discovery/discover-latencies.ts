// Metrics pages → the metrics in which a service observes how long it takes. What is not about time is left out, and so is
// what only the runtime observes (garbage collection, its event loop).

import type {
  DiscoveredCounts,
  DiscoveredLabel,
  DiscoveredLatency,
  DiscoveredRoute,
} from '../../core/discovery/discovered-latency.ts'
import { type KnownUnit, knownUnit, SECONDS_PER_UNIT } from '../../core/histogram/latency-unit.ts'
import type { InitialScrape } from '../observation/initial-scrape.ts'
import { labelValue } from '../series/labels.ts'
import type { Labels } from '../series/series.ts'
import { countsOf } from './counts-of.ts'
import { type ObservedSeries, observedSeries } from './observed-series.ts'
import { isAboutTime, isOfRuntime, METHOD_LABELS, purposeOf, ROUTE_LABELS, rankOf } from './recognize.ts'

export interface TwoLooks {
  readonly earlier: readonly InitialScrape[]
  readonly later: readonly InitialScrape[]
  readonly betweenSeconds: number
  /** When the later look was taken, in seconds since the Unix epoch. */
  readonly nowUnixSeconds: number
}

/** The likeliest to observe the requests to this service first; ties in the order of the pages. */
export function discoverLatencies(looks: TwoLooks): DiscoveredLatency[] {
  const found = latencyNames(looks.later).map((name) => discover(name, looks))
  return found.toSorted((a, b) => rankOf(b) - rankOf(a))
}

const PARTS = /^(.+)_(?:bucket|count|sum)$/

function latencyNames(pages: readonly InitialScrape[]): string[] {
  const declared = pages.flatMap(({ page }) =>
    [...page.families].flatMap(([name, { type }]) => (type === 'histogram' || type === 'summary' ? name : [])),
  )
  // Without a TYPE line, a count and a sum tell.
  const series = new Set(pages.flatMap(({ page }) => page.samples.map(({ labels }) => labels.__name__ ?? '')))
  const printed = [...series].flatMap((name) => {
    const base = PARTS.exec(name)?.[1]
    return base !== undefined && series.has(`${base}_sum`) && series.has(`${base}_count`) ? base : []
  })
  return [...new Set([...declared, ...printed])].filter(
    (name) => isAboutTime(name, unitIn(pages, name)) && !isOfRuntime(name),
  )
}

function unitIn(pages: readonly InitialScrape[], name: string): KnownUnit {
  return knownUnit(null, name, pages.flatMap(({ page }) => page.families.get(name)?.unit ?? [])[0])
}

/** A histogram of requests in seconds has no bound beyond it: bounds such as 5000 are milliseconds. */
const LONGEST_LIKELY_SECONDS = 1800

/** Where nothing says the unit and the bounds cannot be seconds, they are taken for milliseconds. */
function likelyUnit(unit: KnownUnit, bounds: readonly number[]): KnownUnit {
  const highest = bounds.at(-1) ?? 0
  return unit.from === 'convention' && highest > LONGEST_LIKELY_SECONDS ? { ...unit, name: 'milliseconds' } : unit
}

function discover(name: string, { earlier, later, betweenSeconds, nowUnixSeconds }: TwoLooks): DiscoveredLatency {
  const raw = observedSeries(later, name, 1)
  const unit = likelyUnit(unitIn(later, name), commonBounds(raw))
  const series = observedSeries(later, name, SECONDS_PER_UNIT[unit.name])
  const before = observedSeries(earlier, name, SECONDS_PER_UNIT[unit.name])
  const bounds = commonBounds(series)
  const labels = labelsOf(series)
  const context = { before, betweenSeconds, uptimeSeconds: uptimeOf(later, nowUnixSeconds), bounds }
  const kind = kindOf(name, later, series)
  const routeLabel = labels.find(isOfRoutes)?.name ?? null
  const methodLabel = labels.find(({ name: label }) => METHOD_LABELS.test(label))?.name ?? null
  return {
    name,
    kind,
    purpose: purposeOf(name, routeLabel !== null),
    unit,
    bounds: kind === 'classic' ? bounds : [],
    labels,
    routeLabel,
    methodLabel,
    all: countsOf(series, context),
    routes:
      routeLabel === null
        ? []
        : routesOf(series, { routeLabel, methodLabel, countsOf: (some) => countsOf(some, context) }),
  }
}

function kindOf(
  name: string,
  pages: readonly InitialScrape[],
  series: readonly ObservedSeries[],
): DiscoveredLatency['kind'] {
  if (series.some(({ buckets }) => buckets.length > 1)) return 'classic'
  const declared = pages.flatMap(({ page }) => page.families.get(name)?.type ?? [])[0]
  if (declared !== 'histogram') return series.some(({ buckets }) => buckets.length === 1) ? 'native' : 'summary'
  // Declared, and not observed yet: as most libraries have it, it will have buckets.
  return series.length === 0 ? 'classic' : 'native'
}

/** Finite and ascending. Cumulative counts at the bounds that all series have can be added, whatever others there are. */
function commonBounds(series: readonly ObservedSeries[]): number[] {
  const [first, ...others] = series.filter(({ buckets }) => buckets.length > 0)
  const bounds = first?.buckets.map(({ upperBound }) => upperBound) ?? []
  return bounds.filter(
    (bound) =>
      Number.isFinite(bound) && others.every(({ buckets }) => buckets.some(({ upperBound }) => upperBound === bound)),
  )
}

function labelsOf(series: readonly ObservedSeries[]): DiscoveredLabel[] {
  const names = [...new Set(series.flatMap(({ labels }) => Object.keys(labels)))].sort()
  return names.map((name) => ({
    name,
    values: [...new Set(series.map(({ labels }) => labelValue(labels, name)))].sort(),
  }))
}

function isOfRoutes({ name, values }: DiscoveredLabel): boolean {
  return ROUTE_LABELS.test(name) && values.some((value) => value.startsWith('/'))
}

interface RouteContext {
  readonly routeLabel: string
  readonly methodLabel: string | null
  countsOf(series: readonly ObservedSeries[]): DiscoveredCounts
}

function routesOf(
  series: readonly ObservedSeries[],
  { routeLabel, methodLabel, countsOf }: RouteContext,
): DiscoveredRoute[] {
  const groups = new Map<string, ObservedSeries[]>()
  for (const each of series) {
    const path = labelValue(each.labels, routeLabel)
    if (!path.startsWith('/')) continue
    const key = `${methodOf(each.labels, methodLabel) ?? ''} ${path}`
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  const routes = [...groups.values()].map((group): DiscoveredRoute => {
    const [{ labels }] = group as [ObservedSeries]
    return { method: methodOf(labels, methodLabel), path: labelValue(labels, routeLabel), counts: countsOf(group) }
  })
  return routes.toSorted((a, b) => b.counts.count - a.counts.count)
}

function methodOf(labels: Labels, methodLabel: string | null): string | null {
  const value = methodLabel === null ? '' : labelValue(labels, methodLabel)
  return value === '' ? null : value.toUpperCase()
}

/** The first requests of a process that has just begun are no average. */
const LEAST_UPTIME_SECONDS = 60

/** As the page says when the process began; null where it does not, or where the clocks differ. */
function uptimeOf(pages: readonly InitialScrape[], nowUnixSeconds: number): number | null {
  const starts = pages.flatMap(({ page }) =>
    page.samples.flatMap(({ labels, value }) => (labels.__name__ === 'process_start_time_seconds' ? value : [])),
  )
  const oldest = Math.min(...starts)
  const uptime = nowUnixSeconds - oldest
  return Number.isFinite(uptime) && uptime >= LEAST_UPTIME_SECONDS ? uptime : null
}
