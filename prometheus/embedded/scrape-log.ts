// The scrapes of a run, and what they contain of its histogram: snapshots, and the total between the baseline and the
// final scrape.

import type { HistogramSnapshot } from '../../core/histogram/histogram-snapshot.ts'
import type { PrometheusRecord, ScrapeRecord, SnapshotAt, Uncounted } from '../../core/run/prometheus-record.ts'
import { times } from '../../core/text/plural.ts'
import { isReplaced } from '../histogram/counter-behaviour.ts'
import { addCounters, type CounterHistory, NO_COUNTERS, processStart } from '../histogram/counter-samples.ts'
import { type HistogramView, histogramViewer, type ViewHistogram } from '../histogram/histogram-view.ts'
import {
  advanceTotal,
  type ResetAdjustedTotal,
  startTotal,
  sumObserved,
  zeroOf,
} from '../histogram/reset-adjusted-total.ts'
import { uncountableCounters, unmatchedLabels } from '../histogram/uncounted.ts'
import type { HistogramSelection } from '../observation/histogram-selection.ts'
import { histogramNames, stillMissing } from '../observation/initial-scrape.ts'
import type { Exposition, FamilyMetadata } from '../scrape/exposition/exposition.ts'
import type { Scrape } from '../scrape/scraper.ts'
import { labelTest } from '../series/label-matcher.ts'
import { ScrapeProblems } from './scrape-problems.ts'

/** All endpoints, scraped together: on the grid, or on demand before the first arrival and after the last completion. */
export interface ScrapeRound {
  readonly kind: 'scheduled' | 'onDemand'
  /** Seconds of the run. */
  readonly atSeconds: number
  readonly scrapes: readonly Scrape[]
}

interface ViewsAt {
  readonly atSeconds: number
  readonly snapshots: readonly HistogramSnapshot[]
}

type Totals = ReadonlyMap<string, ResetAdjustedTotal>

export class ScrapeLog {
  readonly #selection: HistogramSelection
  readonly #view: ViewHistogram
  /** The last page of each instance. */
  readonly #pages = new Map<string, Exposition>()
  readonly #families = new Map<string, FamilyMetadata>()
  readonly #records: ScrapeRecord[] = []
  readonly #problems = new ScrapeProblems()
  /** From the baseline on: the rounds in which every endpoint answered. */
  readonly #views: ViewsAt[] = []
  /** By instance; undefined before the baseline. */
  #totals: Totals | undefined
  /** By instance, from the first scrape on. */
  readonly #counters = new Map<string, CounterHistory>()
  /** As of the last on-demand scrape that succeeded after the baseline, with the number of views at that time. */
  /** `vanished`: an instance that printed the histogram before and does not any more. */
  #final: { readonly totals: Totals; readonly views: number; readonly vanished: string | null } | undefined
  #lastOnDemandFailure: string | undefined

  constructor(selection: HistogramSelection) {
    this.#selection = selection
    this.#view = histogramViewer(selection.name, selection.matchers)
  }

  /** The metadata of the families on the pages. */
  get families(): ReadonlyMap<string, FamilyMetadata> {
    return this.#families
  }

  add({ kind, atSeconds, scrapes }: ScrapeRound): void {
    for (const scrape of scrapes) {
      const { durationSeconds, error, failure, target } = scrape
      const { instance } = target.labels
      this.#records.push({ instance, atSeconds, durationSeconds, error, ...(failure && { failure }) })
      this.#problems.add(scrape)
      if (!scrape.page) continue
      this.#pages.set(instance, scrape.page)
      for (const [name, family] of scrape.page.families) this.#families.set(name, family)
    }
    const failed = scrapes.find(({ error }) => error !== null)
    if (kind === 'onDemand') this.#lastOnDemandFailure = failed && `${failed.target.labels.instance}: ${failed.error}`
    const views = new Map(
      scrapes
        .filter(({ error }) => error === null)
        .map((scrape): [string, HistogramView] => [scrape.target.labels.instance, this.#view(scrape.samples)]),
    )
    const replaced = this.#addCounters(scrapes, views)
    const vanished = [...views].find(([instance, view]) => view.size === 0 && this.#totals?.get(instance)?.last.size)
    if (this.#totals) this.#totals = advanced(this.#totals, views, replaced)
    if (failed) return
    const isBaseline = kind === 'onDemand' && !this.#totals
    if (isBaseline) this.#totals = new Map([...views].map(([instance, view]) => [instance, startTotal(view)]))
    if (!this.#totals) return
    // A scheduled round may carry the time of its tick, which lies before a baseline that was scraped first.
    if (atSeconds > (this.#views.at(-1)?.atSeconds ?? Number.NEGATIVE_INFINITY))
      this.#views.push({ atSeconds, snapshots: [...views.values()].flatMap((view) => [...view.values()]) })
    if (kind !== 'onDemand' || isBaseline) return
    this.#final = { totals: this.#totals, views: this.#views.length, vanished: vanished?.[0] ?? null }
  }

  /** What is missing on the latest pages, though requests were answered. */
  lookAgain(): readonly string[] {
    if (this.#pages.size === 0) return []
    const sentence = stillMissing(this.#latestPages(), this.#selection.name)
    return sentence === null ? [] : [sentence]
  }

  #latestPages(): { readonly page: Exposition }[] {
    return [...this.#pages.values()].map((page) => ({ page }))
  }

  result(): Pick<PrometheusRecord, 'scrapes' | 'snapshots' | 'total' | 'uncounted' | 'resets' | 'problems'> {
    const totals = [...(this.#final?.totals ?? this.#totals ?? new Map<string, ResetAdjustedTotal>())]
    const layout = sumObserved(totals.flatMap(([, { observed }]) => observed))
    const uncounted = this.#uncounted(layout)
    const resets = totals.map(([instance, total]): [string, number] => [instance, total.resets])
    return {
      scrapes: [...this.#records].sort((a, b) => a.atSeconds - b.atSeconds),
      snapshots: layout ? this.#snapshots(zeroOf(layout)) : [],
      total: uncounted ? null : (layout ?? null),
      ...(uncounted && { uncounted }),
      resets: resets.reduce((sum, [, count]) => sum + count, 0),
      problems: [...(uncounted ? [] : resets.flatMap(resetProblem)), ...this.#problems.sentences()],
    }
  }

  /** The snapshots up to the final scrape that have the same bounds as the total. */
  #snapshots(empty: HistogramSnapshot): SnapshotAt[] {
    return this.#views.slice(0, this.#final?.views).flatMap(({ atSeconds, snapshots }) => {
      const snapshot = sumObserved([empty, ...snapshots])
      return snapshot ? [{ atSeconds, snapshot }] : []
    })
  }

  /** @returns the instances at which another process answers than before, with counters of its own */
  #addCounters(scrapes: readonly Scrape[], views: ReadonlyMap<string, HistogramView>): ReadonlySet<string> {
    const replaced = new Set<string>()
    for (const { target, samples, timestampMs } of scrapes) {
      const { instance } = target.labels
      const view = views.get(instance)
      if (!view) continue
      const startedAt = processStart(samples, this.#selection.name)
      const before = this.#counters.get(instance) ?? NO_COUNTERS
      const history = addCounters(before, view, { atSeconds: timestampMs / 1e3, startedAt })
      this.#counters.set(instance, history)
      const [last, now] = [before.samples.at(-1), history.samples.at(-1)]
      if (last && now && isReplaced(last, now)) replaced.add(instance)
    }
    return replaced
  }

  #uncounted(layout: HistogramSnapshot | null | undefined): Uncounted | undefined {
    const failure = this.#lastOnDemandFailure ?? null
    const falling = uncountableCounters([...this.#counters].map(([at, { samples }]) => [at, samples]))
    if (falling) return falling
    if (!this.#totals) return { kind: 'noBaseline', failure }
    if (!this.#final) return { kind: 'noFinalScrape', failure }
    if (this.#final.vanished !== null) return { kind: 'vanished', instance: this.#final.vanished }
    if (layout === undefined) return { kind: 'boundsDiffer' }
    if (layout !== null) return undefined
    const pages = this.#latestPages()
    const { name, matchers } = this.#selection
    const buckets = pages.flatMap(({ page }) =>
      page.samples.map(({ labels }) => labels).filter(({ __name__ }) => __name__ === `${name}_bucket`),
    )
    if (buckets.length === 0) return { kind: 'neverPrinted', printed: histogramNames(pages) }
    const matching = buckets.filter(labelTest(matchers))
    return matching.length > 0
      ? { kind: 'noInfBucket' }
      : { kind: 'noMatch', labels: unmatchedLabels(buckets, matchers) }
  }
}

function advanced(totals: Totals, views: ReadonlyMap<string, HistogramView>, replaced: ReadonlySet<string>): Totals {
  return new Map(
    [...totals].map(([instance, total]) => {
      const view = views.get(instance)
      return [instance, view ? advanceTotal(total, view, replaced.has(instance)) : total]
    }),
  )
}

function resetProblem([instance, resets]: readonly [string, number]): string[] {
  if (resets === 0) return []
  return [
    `the counters of ${instance} were reset ${times(resets)} (a restart): what was observed between the last scrape before it and the restart is lost`,
  ]
}
