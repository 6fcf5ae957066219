// The scrapes of a run, and what they contain of its histogram: snapshots, and the total between the baseline and the
// final scrape.

import type { HistogramSnapshot } from '../../core/histogram/histogram-snapshot.ts'
import type { PrometheusRecord, ScrapeRecord, SnapshotAt, Uncounted } from '../../core/run/prometheus-record.ts'
import { times } from '../../core/text/plural.ts'
import { type HistogramView, histogramViewer, type ViewHistogram } from '../histogram/histogram-view.ts'
import {
  advanceTotal,
  type ResetAdjustedTotal,
  startTotal,
  sumObserved,
  zeroOf,
} from '../histogram/reset-adjusted-total.ts'
import type { HistogramSelection } from '../observation/histogram-selection.ts'
import { histogramNames, stillMissing } from '../observation/initial-scrape.ts'
import type { Exposition, FamilyMetadata } from '../scrape/exposition/exposition.ts'
import type { Scrape } from '../scrape/scraper.ts'
import { parseGoFloat } from '../series/go-float.ts'
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
  /** As of the last on-demand scrape that succeeded after the baseline, with the number of views at that time. */
  #final: { readonly totals: Totals; readonly views: number } | undefined
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
      const { durationSeconds, error, target } = scrape
      this.#records.push({ instance: target.labels.instance, atSeconds, durationSeconds, error })
      this.#problems.add(scrape)
      if (!scrape.page) continue
      this.#pages.set(target.labels.instance, scrape.page)
      for (const [name, family] of scrape.page.families) this.#families.set(name, family)
    }
    const failed = scrapes.find(({ error }) => error !== null)
    if (kind === 'onDemand') this.#lastOnDemandFailure = failed && `${failed.target.labels.instance}: ${failed.error}`
    const views = new Map(
      scrapes
        .filter(({ error }) => error === null)
        .map((scrape): [string, HistogramView] => [scrape.target.labels.instance, this.#view(scrape.samples)]),
    )
    if (this.#totals) this.#totals = advanced(this.#totals, views)
    if (failed) return
    const isBaseline = kind === 'onDemand' && !this.#totals
    if (isBaseline) this.#totals = new Map([...views].map(([instance, view]) => [instance, startTotal(view)]))
    if (!this.#totals) return
    // A scheduled round may carry the time of its tick, which lies before a baseline that was scraped first.
    if (atSeconds > (this.#views.at(-1)?.atSeconds ?? Number.NEGATIVE_INFINITY))
      this.#views.push({ atSeconds, snapshots: [...views.values()].flatMap((view) => [...view.values()]) })
    if (kind === 'onDemand' && !isBaseline) this.#final = { totals: this.#totals, views: this.#views.length }
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
    const resets = totals.map(([instance, total]): [string, number] => [instance, total.resets])
    return {
      scrapes: [...this.#records].sort((a, b) => a.atSeconds - b.atSeconds),
      snapshots: layout ? this.#snapshots(zeroOf(layout)) : [],
      total: (this.#final && layout) ?? null,
      ...this.#uncounted(layout),
      resets: resets.reduce((sum, [, count]) => sum + count, 0),
      problems: [...resets.flatMap(resetProblem), ...this.#problems.sentences()],
    }
  }

  /** The snapshots up to the final scrape that have the same bounds as the total. */
  #snapshots(empty: HistogramSnapshot): SnapshotAt[] {
    return this.#views.slice(0, this.#final?.views).flatMap(({ atSeconds, snapshots }) => {
      const snapshot = sumObserved([empty, ...snapshots])
      return snapshot ? [{ atSeconds, snapshot }] : []
    })
  }

  #uncounted(layout: HistogramSnapshot | null | undefined): { readonly uncounted?: Uncounted } {
    const failure = this.#lastOnDemandFailure ?? null
    if (!this.#totals) return { uncounted: { kind: 'noBaseline', failure } }
    if (!this.#final) return { uncounted: { kind: 'noFinalScrape', failure } }
    if (layout === undefined) return { uncounted: { kind: 'boundsDiffer' } }
    if (layout !== null) return {}
    const pages = this.#latestPages()
    const buckets = pages.flatMap(({ page }) =>
      page.samples.filter(({ labels }) => labels.__name__ === `${this.#selection.name}_bucket`),
    )
    if (buckets.length === 0) return { uncounted: { kind: 'neverPrinted', printed: histogramNames(pages) } }
    const bounds = buckets.map(({ labels }) => parseGoFloat(labels.le ?? ''))
    return { uncounted: { kind: bounds.includes(Number.POSITIVE_INFINITY) ? 'noMatch' : 'noInfBucket' } }
  }
}

function advanced(totals: Totals, views: ReadonlyMap<string, HistogramView>): Totals {
  return new Map(
    [...totals].map(([instance, total]) => {
      const view = views.get(instance)
      return [instance, view ? advanceTotal(total, view) : total]
    }),
  )
}

function resetProblem([instance, resets]: readonly [string, number]): string[] {
  if (resets === 0) return []
  return [
    `the counters of ${instance} were reset ${times(resets)} (a restart): what was observed between the last scrape before it and the restart is lost`,
  ]
}
