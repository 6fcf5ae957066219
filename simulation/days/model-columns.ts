// The series that one target publishes, each a column that grows by a row a scrape. Series that exist only from the first
// request on that they count have rows of their own (series-presence.ts).

import { assertNever } from '../../core/assert-never.ts'
import type {
  ModelHistogram,
  ModelLabels,
  ModelSeries,
  RequestFilter,
  SeriesBegin,
} from '../../core/drill/service-model.ts'
import type { ArrayPool } from '../../prometheus/columns/expression/instants.ts'
import { SeriesColumn } from '../../prometheus/columns/series-column.ts'
import type { TimeAxis } from '../../prometheus/columns/time-axis.ts'
import { formatOpenMetricsFloat } from '../../prometheus/series/go-float.ts'
import type { Labels } from '../../prometheus/series/series.ts'
import { FAILED, OUTCOMES, RESET, SUCCEEDED } from './request-strata.ts'
import { SeriesPresence } from './series-presence.ts'

/** What has been counted of one route since the process began. */
export interface RouteCounts {
  /** By place of the stratum. */
  readonly counts: Float64Array
  /** Of the seconds that requests took, by outcome. */
  readonly sums: Float64Array
}

export interface PublishedRoute {
  readonly labels: ModelLabels
  readonly counts: RouteCounts
}

export interface ModelColumnsOptions {
  readonly series: readonly ModelSeries[]
  readonly targetLabels: ModelLabels
  readonly routes: readonly PublishedRoute[]
  /** Between which the cells lie, in seconds, ascending. */
  readonly bounds: readonly number[]
  /** How many scrapes there are at most. */
  readonly capacity: number
  readonly arrays: ArrayPool
  /** Columns that nothing reads are not kept. */
  readonly isRead: (labels: Labels) => boolean
  readonly begin: SeriesBegin
}

type WriteRow = (row: number, startedAtUnixSeconds: number) => void

interface Published {
  readonly labels: Labels
  readonly values: Float64Array
  /** Undefined for what exists from the start of the process. */
  readonly presence: SeriesPresence | undefined
}

export class ModelColumns {
  readonly #options: ModelColumnsOptions
  readonly #axis: TimeAxis
  readonly #published: Published[] = []
  readonly #writers: WriteRow[] = []
  readonly #presences: SeriesPresence[] = []
  #markedRows = 0

  /** @param axis of the scrapes that got a page */
  constructor(options: ModelColumnsOptions, axis: TimeAxis) {
    this.#options = options
    this.#axis = axis
    for (const each of options.series) this.#publish(each)
  }

  /** The counts as they stand. @param row how many scrapes with a page there were before */
  write(row: number, startedAtUnixSeconds: number): void {
    for (const writer of this.#writers) writer(row, startedAtUnixSeconds)
    for (const presence of this.#presences) presence.note(row)
  }

  /** A fresh process has counted nothing. */
  restart(): void {
    for (const presence of this.#presences) presence.restart()
  }

  /** Whether every series that its target has exists by now. */
  get isWhole(): boolean {
    return this.#presences.every(({ hasCounted }) => hasCounted)
  }

  /** The counts as they stand, on several pages, where all series exist. @param end how many there are then */
  repeat(row: number, end: number, startedAtUnixSeconds: number): void {
    this.write(row, startedAtUnixSeconds)
    for (const { values } of this.#published) values.fill(values[row] as number, row, end)
    for (const presence of this.#presences) presence.repeat(row, end)
  }

  /** Without the first rows of some: those of the others are lower by as much. */
  forget(rows: number, of: number): void {
    for (const { values } of this.#published) values.copyWithin(0, rows, of)
    for (const presence of this.#presences) presence.forget(rows)
  }

  /** From here on other rows can be written again and again. @param rows in which no counter has been reset */
  mark(rows: number): void {
    this.#markedRows = rows
    for (const presence of this.#presences) presence.mark()
  }

  returnToMark(): void {
    for (const presence of this.#presences) presence.returnToMark()
  }

  /** Of the rows that are written by now; without those that never existed. */
  columns(): readonly SeriesColumn[] {
    const axes = new Map<string, TimeAxis>()
    return this.#published.flatMap(({ labels, values, presence }) => {
      const axis = presence === undefined ? this.#axis : presence.axis(this.#axis, axes)
      if (axis.count === 0 && presence !== undefined) return []
      if (axis === this.#axis) return [new SeriesColumn(labels, axis, values, this.#markedRows)]
      return [new SeriesColumn(labels, axis, presence?.compacted(values, this.#axis.count) ?? values)]
    })
  }

  #publish(series: ModelSeries): void {
    const { routes } = this.#options
    switch (series.kind) {
      case 'gauge':
        this.#publishGauge(series.metric, series.labels, series.value)
        return
      // On the axis of all scrapes (draw-target.ts).
      case 'scrape':
        return
      case 'counter':
        for (const route of routes)
          this.#publishCounter(series.metric, { ...route.labels, ...series.labels }, route, series.requests)
        return
      case 'histogram':
        for (const route of routes) this.#publishHistogram(series, route)
        return
      default:
        assertNever(series)
    }
  }

  #publishGauge(metric: string, labels: ModelLabels, value: number | 'start'): void {
    const values = this.#column(metric, labels, undefined)
    if (!values) return
    this.#writers.push((row, started) => {
      values[row] = value === 'start' ? started : value
    })
  }

  #publishCounter(metric: string, labels: ModelLabels, route: PublishedRoute, filter: RequestFilter): void {
    const values = this.#column(metric, labels, this.#presence(labels, route, filter))
    if (!values) return
    const count = countOf(route, outcomesOf(filter))
    this.#writers.push((row) => {
      values[row] = count()
    })
  }

  #publishHistogram(series: ModelHistogram, route: PublishedRoute): void {
    const { metric, unitsPerSecond, upperBounds, boundLabels, requests } = series
    const { counts, sums } = route.counts
    const labels = { ...route.labels, ...series.labels }
    const presence = this.#presence(labels, route, requests)
    const outcomes = outcomesOf(requests)
    const ends = [
      ...upperBounds.map((bound) => this.#cellsUntil(bound / unitsPerSecond)),
      this.#options.bounds.length + 1,
    ]
    const texts = [...(boundLabels ?? upperBounds.map(formatOpenMetricsFloat)), '+Inf']
    const buckets = texts.map((le) => this.#column(`${metric}_bucket`, { ...labels, le }, presence))
    const sum = this.#column(`${metric}_sum`, labels, presence)
    const count = this.#column(`${metric}_count`, labels, presence)
    this.#writers.push((row) => {
      let total = 0
      let cell = 0
      for (let i = 0; i < ends.length; i++) {
        for (const end = ends[i] as number; cell < end; cell++)
          for (const outcome of outcomes) total += counts[cell * OUTCOMES.length + outcome] as number
        const bucket = buckets[i]
        if (bucket) bucket[row] = total
      }
      if (count) count[row] = total
      if (sum) sum[row] = outcomes.reduce((all, outcome) => all + (sums[outcome] as number), 0) * unitsPerSecond
    })
  }

  /** How many cells lie below a bound. */
  #cellsUntil(boundSeconds: number): number {
    return this.#options.bounds.filter((bound) => isAtMost(bound, boundSeconds)).length
  }

  /** Undefined for what exists from the start of the process. @param labels beside those of the target */
  #presence(labels: ModelLabels, route: PublishedRoute, filter: RequestFilter): SeriesPresence | undefined {
    if (this.#options.begin === 'at-zero' || Object.keys(labels).length === 0) return undefined
    const presence = new SeriesPresence(countOf(route, outcomesOf(filter)))
    this.#presences.push(presence)
    return presence
  }

  /** Its values, by row; undefined where nothing reads it. */
  #column(metric: string, own: ModelLabels, presence: SeriesPresence | undefined): Float64Array | undefined {
    const { targetLabels, capacity, arrays, isRead } = this.#options
    const labels = { __name__: metric, ...targetLabels, ...own }
    if (!isRead(labels)) return undefined
    const values = arrays.floats(capacity)
    this.#published.push({ labels, values, presence })
    return values
  }
}

/** How many requests with one of the outcomes have been counted. */
function countOf({ counts: { counts } }: PublishedRoute, outcomes: readonly number[]): () => number {
  return () => {
    let total = 0
    for (const outcome of outcomes)
      for (let place = outcome; place < counts.length; place += OUTCOMES.length) total += counts[place] as number
    return total
  }
}

/** The same bound in two units may differ in its last bit. */
export function isAtMost(bound: number, boundSeconds: number): boolean {
  return bound <= boundSeconds + 1e-12 * Math.abs(boundSeconds)
}

function outcomesOf(filter: RequestFilter): readonly number[] {
  switch (filter) {
    case 'all':
      return [SUCCEEDED, FAILED, RESET]
    case 'answered':
      return [SUCCEEDED, FAILED]
    case 'succeeded':
      return [SUCCEEDED]
    case 'failed':
      return [FAILED]
    default:
      return assertNever(filter)
  }
}
