// The series that one target publishes, each a column that grows by a row a scrape.

import { assertNever } from '../../core/assert-never.ts'
import type { ModelHistogram, ModelLabels, ModelSeries, RequestFilter } from '../../core/drill/service-model.ts'
import { SeriesColumn } from '../../prometheus/columns/series-column.ts'
import type { TimeAxis } from '../../prometheus/columns/time-axis.ts'
import { formatOpenMetricsFloat } from '../../prometheus/series/go-float.ts'
import type { Labels } from '../../prometheus/series/series.ts'
import { FAILED, OUTCOMES, RESET, SUCCEEDED } from './request-strata.ts'

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
  /** Columns that nothing reads are not kept. */
  readonly isRead: (labels: Labels) => boolean
}

type WriteRow = (row: number, startedAtUnixSeconds: number) => void

export class ModelColumns {
  readonly #published: { readonly labels: Labels; readonly values: Float64Array }[] = []
  readonly #options: ModelColumnsOptions
  readonly #axis: TimeAxis
  readonly #writers: WriteRow[] = []

  constructor(options: ModelColumnsOptions, axis: TimeAxis) {
    this.#options = options
    this.#axis = axis
    for (const each of options.series) this.#publish(each)
  }

  /** The counts as they stand. @param row how many scrapes with a page there were before */
  write(row: number, startedAtUnixSeconds: number): void {
    for (const writer of this.#writers) writer(row, startedAtUnixSeconds)
  }

  /** The counts as they stand, on several pages. @param end how many there are then */
  repeat(row: number, end: number, startedAtUnixSeconds: number): void {
    this.write(row, startedAtUnixSeconds)
    for (const { values } of this.#published) values.fill(values[row] as number, row, end)
  }

  columns(): readonly SeriesColumn[] {
    return this.#published.map(({ labels, values }) => new SeriesColumn(labels, this.#axis, values))
  }

  #publish(series: ModelSeries): void {
    const { routes } = this.#options
    switch (series.kind) {
      case 'gauge':
        this.#publishGauge(series.metric, series.labels, series.value)
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
    const values = this.#column(metric, labels)
    if (!values) return
    this.#writers.push((row, started) => {
      values[row] = value === 'start' ? started : value
    })
  }

  #publishCounter(
    metric: string,
    labels: ModelLabels,
    { counts: { counts } }: PublishedRoute,
    filter: RequestFilter,
  ): void {
    const values = this.#column(metric, labels)
    if (!values) return
    const outcomes = outcomesOf(filter)
    this.#writers.push((row) => {
      let total = 0
      for (const outcome of outcomes)
        for (let place = outcome; place < counts.length; place += OUTCOMES.length) total += counts[place] as number
      values[row] = total
    })
  }

  #publishHistogram(series: ModelHistogram, { labels: routeLabels, counts: { counts, sums } }: PublishedRoute): void {
    const { metric, unitsPerSecond, upperBounds, boundLabels, requests } = series
    const labels = { ...routeLabels, ...series.labels }
    const outcomes = outcomesOf(requests)
    const ends = [
      ...upperBounds.map((bound) => this.#cellsUntil(bound / unitsPerSecond)),
      this.#options.bounds.length + 1,
    ]
    const texts = [...(boundLabels ?? upperBounds.map(formatOpenMetricsFloat)), '+Inf']
    const buckets = texts.map((le) => this.#column(`${metric}_bucket`, { ...labels, le }))
    const sum = this.#column(`${metric}_sum`, labels)
    const count = this.#column(`${metric}_count`, labels)
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

  /** Its values, by row; undefined where nothing reads it. */
  #column(metric: string, own: ModelLabels): Float64Array | undefined {
    const { targetLabels, capacity, isRead } = this.#options
    const labels = { __name__: metric, ...targetLabels, ...own }
    if (!isRead(labels)) return undefined
    const values = new Float64Array(capacity)
    this.#published.push({ labels, values })
    return values
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
