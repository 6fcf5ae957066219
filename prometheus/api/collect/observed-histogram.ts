// The histogram that a run is about, out of raw samples that a Prometheus stored: instance by instance, for each was
// scraped at times of its own. Instants are milliseconds since the Unix epoch.

import type { HistogramSnapshot } from '../../../core/histogram/histogram-snapshot.ts'
import type { PrometheusRecord } from '../../../core/run/prometheus-record.ts'
import { type HistogramView, histogramViewer } from '../../histogram/histogram-view.ts'
import {
  advanceTotal,
  type ResetAdjustedTotal,
  startTotal,
  sumObserved,
  zeroOf,
} from '../../histogram/reset-adjusted-total.ts'
import type { HistogramSelection } from '../../observation/histogram-selection.ts'
import { type RunTime, secondOfRun } from '../../observation/run-time.ts'
import type { Labels, Series } from '../../series/series.ts'

export interface CountedSpan {
  /** Up to then nothing of the run had been sent: what stands there counts as nothing observed yet. */
  readonly baselineMs: number
  /** The last scrapes that count. */
  readonly finalMs: number
}

export type ObservedHistogram = Pick<PrometheusRecord, 'snapshots' | 'total' | 'resets' | 'problems'>

/** One label set's histogram, scrape after scrape. */
interface Story {
  readonly baseline: { readonly atMs: number; readonly view: HistogramView } | null
  readonly views: readonly { readonly atMs: number; readonly view: HistogramView }[]
  readonly total: ResetAdjustedTotal
}

/** @param series those of the buckets, the sum and the count, from a while before the baseline on */
export function observedHistogram(
  series: readonly Series[],
  selection: HistogramSelection,
  span: CountedSpan,
  time: RunTime,
): ObservedHistogram {
  const stories = [...viewsByHistogram(series, selection)].map(([, views]) => storyOf(views, span))
  const layout = sumObserved(stories.flatMap(({ total }) => total.observed))
  const resets = stories.reduce((sum, { total }) => sum + total.resets, 0)
  return {
    total: layout ?? null,
    snapshots: layout ? snapshots(stories, { empty: zeroOf(layout), fromMs: span.baselineMs, time }) : [],
    resets,
    problems: [...layoutProblem(layout, selection), ...resetProblem(resets)],
  }
}

type ViewAt = Story['views'][number]

/** By the labels but for the name and `le`; ascending. */
function viewsByHistogram(series: readonly Series[], selection: HistogramSelection): ReadonlyMap<string, ViewAt[]> {
  const samplesAt = new Map<number, { labels: Labels; value: number }[]>()
  for (const { labels, samples } of series)
    for (const { timestampMs, value } of samples) {
      const samplesThen = samplesAt.get(timestampMs)
      if (samplesThen) samplesThen.push({ labels, value })
      else samplesAt.set(timestampMs, [{ labels, value }])
    }
  const viewOf = histogramViewer(selection.name, selection.matchers)
  const views = new Map<string, ViewAt[]>()
  for (const [atMs, samples] of [...samplesAt].sort(([a], [b]) => a - b))
    for (const [group, snapshot] of viewOf(samples)) {
      const scraped = { atMs, view: new Map([[group, snapshot]]) }
      const before = views.get(group)
      if (before) before.push(scraped)
      else views.set(group, [scraped])
    }
  return views
}

const NOTHING: HistogramView = new Map()

function storyOf(all: readonly ViewAt[], { baselineMs, finalMs }: CountedSpan): Story {
  const baseline = all.findLast(({ atMs }) => atMs <= baselineMs) ?? null
  const views = all.filter(({ atMs }) => atMs > baselineMs && atMs <= finalMs)
  // One that appears later started from zero.
  const start = startTotal(baseline?.view ?? NOTHING)
  return { baseline, views, total: views.reduce((total, { view }) => advanceTotal(total, view), start) }
}

/**
 * What all of them say together, at the scrapes of the one that was scraped most often. The first is the baseline and
 * the last the final scrape, of all.
 */
function snapshots(
  stories: readonly Story[],
  { empty, fromMs, time }: { empty: HistogramSnapshot; fromMs: number; time: RunTime },
): PrometheusRecord['snapshots'] {
  const baselines = stories.flatMap(({ baseline }) => baseline ?? [])
  const finals = stories.flatMap(({ views }) => views.at(-1) ?? [])
  const often = stories.reduce<Story['views']>((most, { views }) => (views.length > most.length ? views : most), [])
  const firstMs = baselines.length === 0 ? fromMs : Math.max(...baselines.map(({ atMs }) => atMs))
  const lastMs = Math.max(...finals.map(({ atMs }) => atMs))
  const between = often.map(({ atMs }) => atMs).filter((atMs) => atMs > firstMs && atMs < lastMs)
  const readers = stories.map(latestOf)
  return [firstMs, ...between, lastMs].filter(Number.isFinite).flatMap((atMs) => {
    const snapshot = sumObserved([empty, ...readers.flatMap((latestAt) => latestAt(atMs))])
    return snapshot ? [{ atSeconds: secondOfRun(time, atMs), snapshot }] : []
  })
}

/** The latest view as of an instant; to be asked for ascending ones. */
function latestOf({ baseline, views }: Story): (atMs: number) => readonly HistogramSnapshot[] {
  let next = 0
  return (atMs) => {
    while (next < views.length && (views[next] as ViewAt).atMs <= atMs) next++
    const latest = views[next - 1] ?? baseline
    return latest ? [...latest.view.values()] : []
  }
}

function layoutProblem(layout: HistogramSnapshot | null | undefined, { text }: HistogramSelection): string[] {
  if (layout === null) return [`no series of ${text} was ever scraped`]
  if (layout) return []
  return ['no count over the run: the bounds of the buckets differ between instances or changed']
}

function resetProblem(resets: number): string[] {
  if (resets === 0) return []
  const times = resets === 1 ? 'once' : `${resets} times`
  return [
    `counters were reset ${times} (a restart): what was observed between the last scrape before it and the restart is lost`,
  ]
}
