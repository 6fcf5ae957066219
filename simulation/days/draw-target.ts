// Days of one target: what its series were at each scrape, drawn straight into columns. Several times with the same beginning,
// where that is wanted: the beginning is drawn once, and what comes after it anew each time.

import { type ModelPart, routesOf } from '../../core/drill/service-model.ts'
import { randomStream } from '../../core/random.ts'
import { firstWhere } from '../../core/search.ts'
import type { ArrayPool } from '../../prometheus/columns/expression/instants.ts'
import type { ReadSpan } from '../../prometheus/columns/read-spans.ts'
import { SeriesColumn } from '../../prometheus/columns/series-column.ts'
import { TimeAxis } from '../../prometheus/columns/time-axis.ts'
import type { Labels } from '../../prometheus/series/series.ts'
import type { Incident } from '../drawn/incident.ts'
import type { ScrapesOfDays } from '../monitor/scrape-behaviour.ts'
import { ModelColumns, type RouteCounts } from './model-columns.ts'
import { type ScrapeTimes, scrapeTimes } from './scrape-times.ts'
import { TargetRequests, type TargetRequestsOptions } from './target-requests.ts'

export interface DrawTargetOptions extends TargetRequestsOptions {
  readonly scrapeIntervalSeconds: number
  readonly scrapes: ScrapesOfDays
  readonly isRead: (labels: Labels) => boolean
  /** How many scrapes are kept where they are drawn in pieces. */
  readonly keptScrapes: number
  /** Into which they are drawn. */
  readonly arrays: ArrayPool
}

/** How many scrapes the beginning has. */
interface Beginning {
  readonly rows: number
  readonly pages: number
  readonly failedPages: number
}

/** Draws the series of one target, `up` among them. */
export class TargetDrawing {
  readonly #options: DrawTargetOptions
  readonly #requests: TargetRequests
  readonly #times: ScrapeTimes
  readonly #published: ModelColumns
  /** The scrapes that got a page. */
  readonly #paged: TimeAxis
  readonly #up: Float64Array
  readonly #upLabels: Labels
  /** Of the next scrape, among all. */
  #row = 0
  /** How many of them are not kept any more. */
  #forgotten = 0
  #beginning: Beginning | null = null

  constructor(options: DrawTargetOptions, target: ModelPart, index: number) {
    const { model, bounds, isRead, seed, arrays } = options
    const routes = routesOf(model)
    this.#options = options
    this.#upLabels = { __name__: 'up', ...target.labels }
    this.#requests = new TargetRequests(options, target, index)
    const { counts } = this.#requests
    this.#times = scrapeTimes({ ...options, random: randomStream(seed, `simulation/days/scrapes/${index}`) })
    const capacity = Math.min(this.#times.seconds.length, options.keptScrapes)
    this.#paged = new TimeAxis(arrays.floats(capacity))
    this.#paged.count = 0
    this.#published = new ModelColumns(
      {
        series: model.series,
        targetLabels: target.labels,
        routes: routes.map(({ labels }, i) => ({ labels, counts: counts[i] as RouteCounts })),
        bounds,
        capacity,
        arrays,
        isRead,
        begin: model.begin ?? 'at-zero',
      },
      this.#paged,
    )
    this.#up = arrays.floats(capacity)
  }

  /**
   * Draws the beginning that all columns have, in which nothing goes wrong.
   * @param read scrapes that are read one by one, ascending: the others repeat what came before them
   */
  begin(seconds: number, read: readonly ReadSpan[]): void {
    this.#requests.enter([])
    const { seconds: times, lost } = this.#times
    for (let next = 0; this.#isDue(seconds); ) {
      const at = times[this.#row] as number
      while (next < read.length && (read[next] as ReadSpan).toSeconds < at) next++
      const isRead = at >= (read[next]?.fromSeconds ?? Number.POSITIVE_INFINITY)
      // Where a series begins is read wherever it is.
      if (isRead || lost[this.#row] === 1 || !this.#published.isWhole) this.#scrape()
      else this.#repeat(Math.min(seconds, read[next]?.fromSeconds ?? seconds))
    }
    this.#requests.mark()
    this.#published.mark(this.#paged.count)
    this.#beginning = { rows: this.#row, pages: this.#paged.count, failedPages: this.#paged.endsMs.length }
  }

  /**
   * Valid until it is called again.
   * @param incidents none of them begins before what is drawn as the beginning ends
   */
  columns(incidents: readonly Incident[], seconds: number): readonly SeriesColumn[] {
    if (this.#beginning !== null) this.#returnTo(this.#beginning)
    this.enter(incidents)
    while (this.#isDue(seconds)) this.#scrape()
    this.finish(seconds)
    return this.#columns()
  }

  /** What goes wrong from here on. */
  enter(incidents: readonly Incident[]): void {
    this.#requests.enter(incidents)
  }

  /**
   * Draws on. Valid until it is called again.
   * @param fromSeconds nobody reads scrapes before it any more
   */
  piece(fromSeconds: number, untilSeconds: number): readonly SeriesColumn[] {
    while (this.#isDue(untilSeconds)) {
      if (this.#row - this.#forgotten === this.#up.length) this.#forgetBefore(fromSeconds)
      this.#scrape()
    }
    return this.#columns()
  }

  /** Counts the requests that come after the last scrape. */
  finish(seconds: number): void {
    this.#requests.countUntil(seconds)
    this.#requests.finish()
  }

  #columns(): readonly SeriesColumn[] {
    const scrapes = new TimeAxis(this.#times.timesMs.subarray(this.#forgotten, this.#row))
    return [...this.#published.columns(), ...this.#columnsOfScrapes(scrapes)]
  }

  #forgetBefore(seconds: number): void {
    const { seconds: times, timesMs } = this.#times
    // The one before it stays: whether it succeeded decides whether series end.
    const first = firstWhere(this.#forgotten, this.#row, (row) => (times[row] as number) >= seconds) - 1
    if (first <= this.#forgotten)
      throw new RangeError(`keptScrapes: expected room for what is read from ${seconds} s on, got ${this.#up.length}`)
    this.#up.copyWithin(0, first - this.#forgotten)
    const pages = this.#paged.countUntil((timesMs[first] as number) - 1)
    this.#published.forget(pages, this.#paged.count)
    this.#paged.forget(pages)
    this.#forgotten = first
  }

  /** What Prometheus adds with every scrape. */
  #columnsOfScrapes(axis: TimeAxis): readonly SeriesColumn[] {
    const { model, isRead } = this.#options
    const { __name__: _, ...ofTarget } = this.#upLabels
    const made = model.series.flatMap((each) => {
      const labels = { __name__: each.metric, ...ofTarget }
      if (each.kind !== 'scrape' || !isRead(labels)) return []
      const values = this.#up.map((up) => up * each.value)
      return [new SeriesColumn(labels, axis, values)]
    })
    return isRead(this.#upLabels) ? [...made, new SeriesColumn(this.#upLabels, axis, this.#up)] : made
  }

  #isDue(seconds: number): boolean {
    return this.#row < this.#times.seconds.length && (this.#times.seconds[this.#row] as number) <= seconds
  }

  #returnTo({ rows, pages, failedPages }: Beginning): void {
    this.#requests.returnToMark()
    this.#published.returnToMark()
    this.#row = rows
    this.#paged.count = pages
    this.#paged.endsMs.length = failedPages
  }

  #scrape(): void {
    const { seconds, timesMs, lost } = this.#times
    const row = this.#row++
    this.#requests.countUntil(seconds[row] as number)
    if (this.#requests.takeRestart()) this.#published.restart()
    const timeMs = timesMs[row] as number
    const isAnswered = !this.#requests.isAway && lost[row] === 0
    const place = row - this.#forgotten
    this.#up[place] = Number(isAnswered)
    if (isAnswered) {
      this.#published.write(this.#paged.count, this.#requests.startedAtUnixSeconds)
      this.#paged.append(timeMs)
    } else if (place > 0 && this.#up[place - 1] === 1) this.#paged.endAt(timeMs)
  }

  /** Scrapes before an instant that all get a page on which nothing has changed. */
  #repeat(untilSeconds: number): void {
    const { seconds, timesMs, lost } = this.#times
    const first = this.#row
    const page = this.#paged.count
    do this.#row++
    while (this.#isDue(untilSeconds) && lost[this.#row] === 0 && (seconds[this.#row] as number) < untilSeconds)
    this.#up.fill(1, first, this.#row)
    this.#paged.appendAll(timesMs.subarray(first, this.#row))
    this.#published.repeat(page, this.#paged.count, this.#requests.startedAtUnixSeconds)
  }
}
