// The histogram that a run is about, from the raw samples that a Prometheus stored. Each instance is read by itself,
// because it was scraped at its own times. Instants are milliseconds since the Unix epoch.

import type { HistogramSnapshot } from '../../../core/histogram/histogram-snapshot.ts'
import type { PrometheusRecord, Uncounted } from '../../../core/run/prometheus-record.ts'
import { times } from '../../../core/text/plural.ts'
import { type CounterSample, isReplaced } from '../../histogram/counter-behaviour.ts'
import { addCounters, type CounterHistory, NO_COUNTERS, processStart } from '../../histogram/counter-samples.ts'
import { type HistogramView, histogramViewer } from '../../histogram/histogram-view.ts'
import {
  advanceTotal,
  type ResetAdjustedTotal,
  startTotal,
  sumObserved,
  zeroOf,
} from '../../histogram/reset-adjusted-total.ts'
import { uncountableCounters, unmatchedLabels } from '../../histogram/uncounted.ts'
import type { HistogramSelection } from '../../observation/histogram-selection.ts'
import { type RunTime, secondOfRun } from '../../observation/run-time.ts'
import { parseGoFloat } from '../../series/go-float.ts'
import { labelSignature } from '../../series/labels.ts'
import { samplesByInstant } from '../../series/samples-by-instant.ts'
import type { Labels, Series } from '../../series/series.ts'

export interface CountedSpan {
  /** Nothing of the run was sent before that instant, so the counters at it are the origin. */
  readonly baselineMs: number
  /** The last scrapes that count. */
  readonly finalMs: number
}

export type ObservedHistogram = Pick<PrometheusRecord, 'snapshots' | 'total' | 'uncounted' | 'resets' | 'problems'>

/** The histogram of one instance, with all its label sets, scrape by scrape. */
interface InstanceHistory {
  readonly baseline: ViewAt | null
  readonly views: readonly ViewAt[]
  readonly total: ResetAdjustedTotal
}

interface ViewAt {
  readonly atMs: number
  /** The latest of each label set. */
  readonly view: HistogramView
  /** Whether another process printed it than the view before. */
  readonly isReplaced: boolean
}

/** What an instance printed. */
interface Printed {
  readonly instance: string
  readonly views: readonly ViewAt[]
  readonly counters: readonly CounterSample[]
}

/** What else was queried. */
export interface KnownOfHistogram {
  /** `process_start_time_seconds` of the same instances, and `_created` of the histogram, where they print them. */
  readonly starts: readonly Series[]
  /** The buckets of that name whatever the matchers say, where none matched. */
  readonly unmatched: readonly Labels[]
}

const NOTHING_KNOWN: KnownOfHistogram = { starts: [], unmatched: [] }

/**
 * @param series buckets, sum and count, beginning some time before the baseline
 */
export function observedHistogram(
  series: readonly Series[],
  selection: HistogramSelection,
  span: CountedSpan,
  time: RunTime,
  { starts, unmatched }: KnownOfHistogram = NOTHING_KNOWN,
): ObservedHistogram {
  const printed = printedByInstance(series, selection, starts)
  const histories = printed.map(({ views }) => historyOf(views, span))
  const layout = sumObserved(histories.flatMap(({ total }) => total.observed))
  const resets = histories.reduce((sum, { total }) => sum + total.resets, 0)
  const uncounted = whyUncounted(layout, series, selection, { printed, unmatched })
  return {
    total: uncounted ? null : (layout ?? null),
    ...(uncounted && { uncounted }),
    snapshots: layout ? snapshots(histories, { empty: zeroOf(layout), fromMs: span.baselineMs, time }) : [],
    resets,
    problems: uncounted ? [] : resetProblem(resets),
  }
}

function printedByInstance(
  series: readonly Series[],
  selection: HistogramSelection,
  starts: readonly Series[],
): readonly Printed[] {
  const ofInstance = ({ labels: { job = '', instance = '' } }: Series) => labelSignature({ job, instance })
  const instances = new Map<string, Series[]>()
  for (const each of series) instances.set(ofInstance(each), [...(instances.get(ofInstance(each)) ?? []), each])
  return [...instances].map(([key, own]) => ({
    instance: own[0]?.labels.instance ?? '',
    ...printedBy([...own, ...starts.filter((start) => ofInstance(start) === key)], selection),
  }))
}

function printedBy(own: readonly Series[], selection: HistogramSelection): Omit<Printed, 'instance'> {
  const viewOf = histogramViewer(selection.name, selection.matchers)
  const views: ViewAt[] = []
  let history: CounterHistory = NO_COUNTERS
  for (const [atMs, samples] of samplesByInstant(own)) {
    const view = viewOf(samples)
    if (view.size === 0) continue
    const startedAt = processStart(samples, selection.name)
    history = addCounters(history, view, { atSeconds: atMs / 1e3, startedAt })
    const [before, now] = history.samples.slice(-2)
    const replaced = before !== undefined && now !== undefined && isReplaced(before, now)
    const kept = replaced ? [] : (views.at(-1)?.view ?? [])
    views.push({ atMs, view: new Map([...kept, ...view]), isReplaced: replaced })
  }
  return { views, counters: history.samples }
}

const NOTHING: HistogramView = new Map()

function historyOf(all: readonly ViewAt[], { baselineMs, finalMs }: CountedSpan): InstanceHistory {
  const baseline = all.findLast(({ atMs }) => atMs <= baselineMs) ?? null
  const views = all.filter(({ atMs }) => atMs > baselineMs && atMs <= finalMs)
  // A histogram that appears later started from zero.
  const start = startTotal(baseline?.view ?? NOTHING)
  const advance = (total: ResetAdjustedTotal, { view, isReplaced: replaced }: ViewAt) =>
    advanceTotal(total, view, replaced)
  return { baseline, views, total: views.reduce(advance, start) }
}

/**
 * The sum over all instances, at the scrapes of the one that was scraped most often. The first is the baseline and the
 * last the final scrape.
 */
function snapshots(
  histories: readonly InstanceHistory[],
  { empty, fromMs, time }: { empty: HistogramSnapshot; fromMs: number; time: RunTime },
): PrometheusRecord['snapshots'] {
  const baselines = histories.flatMap(({ baseline }) => baseline ?? [])
  const finals = histories.flatMap(({ views }) => views.at(-1) ?? [])
  const often = histories.reduce<InstanceHistory['views']>(
    (most, { views }) => (views.length > most.length ? views : most),
    [],
  )
  const firstMs = baselines.length === 0 ? fromMs : Math.max(...baselines.map(({ atMs }) => atMs))
  const lastMs = Math.max(...finals.map(({ atMs }) => atMs))
  const between = often.map(({ atMs }) => atMs).filter((atMs) => atMs > firstMs && atMs < lastMs)
  const readers = histories.map(latestOf)
  return [firstMs, ...between, lastMs].filter(Number.isFinite).flatMap((atMs) => {
    const snapshot = sumObserved([empty, ...readers.flatMap((latestAt) => latestAt(atMs))])
    return snapshot ? [{ atSeconds: secondOfRun(time, atMs), snapshot }] : []
  })
}

/** The latest view as of an instant; call it with ascending instants. */
function latestOf({ baseline, views }: InstanceHistory): (atMs: number) => readonly HistogramSnapshot[] {
  let next = 0
  return (atMs) => {
    while (next < views.length && (views[next] as ViewAt).atMs <= atMs) next++
    const latest = views[next - 1] ?? baseline
    return latest ? [...latest.view.values()] : []
  }
}

function whyUncounted(
  layout: HistogramSnapshot | null | undefined,
  series: readonly Series[],
  selection: HistogramSelection,
  { printed, unmatched }: Pick<KnownOfHistogram, 'unmatched'> & { readonly printed: readonly Printed[] },
): Uncounted | undefined {
  if (layout === undefined) return { kind: 'boundsDiffer' }
  if (layout) return uncountableCounters(printed.map(({ instance, counters }) => [instance, counters]))
  const buckets = series.filter(({ labels }) => labels.__name__ === `${selection.name}_bucket`)
  if (buckets.length === 0)
    return unmatched.length === 0
      ? { kind: 'neverPrinted', printed: null }
      : { kind: 'noMatch', labels: unmatchedLabels(unmatched, selection.matchers) }
  const hasInf = buckets.some(({ labels }) => parseGoFloat(labels.le ?? '') === Number.POSITIVE_INFINITY)
  return hasInf ? undefined : { kind: 'noInfBucket' }
}

function resetProblem(resets: number): string[] {
  if (resets === 0) return []
  return [
    `counters were reset ${times(resets)} (a restart): what was observed between the last scrape before it and the restart is lost`,
  ]
}
