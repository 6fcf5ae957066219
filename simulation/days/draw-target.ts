// Days of one target: what its series were at each scrape, drawn straight into columns. Several times with the same beginning,
// where that is wanted: the beginning is drawn once, and what comes after it anew each time.
//
// A piece of time in which nothing begins or ends takes one draw for each stratum of its requests, from the exact
// distribution (request-strata.ts). Pieces end at scrapes that are read, at minutes where requests are counted exactly, and
// where an incident changes. A request counts when it arrives. What comes while nothing answers is counted by nobody but the exact counts.

import { type ModelLabels, type ModelPart, routesOf, type ServiceModel } from '../../core/drill/service-model.ts'
import { type Random, randomStream } from '../../core/random.ts'
import type { ReadSpan } from '../../prometheus/columns/read-spans.ts'
import { SeriesColumn } from '../../prometheus/columns/series-column.ts'
import { TimeAxis } from '../../prometheus/columns/time-axis.ts'
import type { Labels } from '../../prometheus/series/series.ts'
import type { Incident } from '../drawn/incident.ts'
import { type Degradation, degradationsAt, edgesOf, isAwayAt, trafficFactorAt } from '../drawn/incidents-at.ts'
import { poissonCount } from '../drawn/poisson-count.ts'
import { expectedBetween, type RateShape } from '../drawn/rate-shape.ts'
import type { ScrapeBehaviour } from '../monitor/scrape-behaviour.ts'
import { type ExactCounts, MINUTE_SECONDS } from './exact-counts.ts'
import { ModelColumns, type RouteCounts } from './model-columns.ts'
import { OUTCOMES, type RequestStrata, type StrataOfStates, SUCCEEDED } from './request-strata.ts'
import { type ScrapeTimes, scrapeTimes } from './scrape-times.ts'

export interface DrawTargetOptions {
  /** None is drawn that is longer. */
  readonly seconds: number
  readonly startedAtUnixMs: number
  /** How long the processes have been running by second 0. */
  readonly runningSeconds: number
  readonly model: ServiceModel
  readonly shape: RateShape
  /** What is wrong on every day. */
  readonly usual: readonly Degradation[]
  readonly scrapeIntervalSeconds: number
  readonly scrapes: ScrapeBehaviour
  readonly seed: number
  /** Between which the cells of the strata lie, in seconds, ascending. */
  readonly bounds: readonly number[]
  readonly strata: StrataOfStates
  readonly isRead: (labels: Labels) => boolean
  /** What is drawn is added to them; null where nobody asks for them. */
  readonly exact: ExactCounts | null
}

/** What has been drawn of the beginning. */
interface Beginning {
  readonly rows: number
  readonly pages: number
  readonly failedPages: number
  readonly countedSeconds: number
  readonly routes: readonly { readonly counts: Float64Array; readonly sums: Float64Array }[]
}

interface Route {
  readonly share: number
  /** With those of the target. */
  readonly labels: ModelLabels
  incidents: readonly Incident[]
  readonly counts: RouteCounts
  random: Random
  /** Of the minute that is being counted. */
  readonly minute: Float64Array
  factor: number
  strata: RequestStrata
}

/** Draws the series of one target, `up` among them. */
export class TargetDrawing {
  readonly #options: DrawTargetOptions
  readonly #index: number
  readonly #routes: readonly Route[]
  readonly #times: ScrapeTimes
  readonly #published: ModelColumns
  /** The scrapes that got a page. */
  readonly #paged: TimeAxis
  readonly #up: Float64Array
  readonly #upLabels: Labels
  #row = 0
  /** Those that concern some of its requests. */
  #incidents: readonly Incident[] = []
  #edges: readonly number[] = []
  #nextEdge = 0
  #isAway = false
  #hasRestarted = false
  #startedAtUnixSeconds: number
  #countedSeconds = 0
  #unanswered = 0
  #beginning: Beginning | null = null

  constructor(options: DrawTargetOptions, target: ModelPart, index: number) {
    const { model, bounds, isRead, seed } = options
    this.#options = options
    this.#index = index
    this.#upLabels = { __name__: 'up', ...target.labels }
    const places = (bounds.length + 1) * OUTCOMES.length
    this.#routes = routesOf(model).map(({ labels, share }, i) => ({
      share: share * target.share,
      labels: { ...target.labels, ...labels },
      incidents: [],
      counts: { counts: new Float64Array(places), sums: new Float64Array(OUTCOMES.length) },
      random: randomStream(seed, `simulation/days/requests/${index}/${i}`),
      minute: new Float64Array(places),
      factor: 1,
      strata: options.strata.of(options.usual),
    }))
    this.#startedAtUnixSeconds = options.startedAtUnixMs / 1e3 - options.runningSeconds
    this.#countBefore()
    this.#times = scrapeTimes({ ...options, random: randomStream(seed, `simulation/days/scrapes/${index}`) })
    const capacity = this.#times.seconds.length
    this.#paged = new TimeAxis(new Float64Array(capacity))
    this.#paged.count = 0
    this.#published = new ModelColumns(
      {
        series: model.series,
        targetLabels: target.labels,
        routes: routesOf(model).map(({ labels }, i) => ({ labels, counts: (this.#routes[i] as Route).counts })),
        bounds,
        capacity,
        isRead,
        begin: model.begin ?? 'at-zero',
      },
      this.#paged,
    )
    this.#up = new Float64Array(capacity)
  }

  /**
   * Draws the beginning that all columns have, in which nothing goes wrong.
   * @param read scrapes that are read one by one, ascending: the others repeat what came before them
   */
  begin(seconds: number, read: readonly ReadSpan[]): void {
    this.#enter([])
    const { seconds: times, lost } = this.#times
    for (let next = 0; this.#isDue(seconds); ) {
      const at = times[this.#row] as number
      while (next < read.length && (read[next] as ReadSpan).toSeconds < at) next++
      const isRead = at >= (read[next]?.fromSeconds ?? Number.POSITIVE_INFINITY)
      // Where a series begins is read wherever it is.
      if (isRead || lost[this.#row] === 1 || !this.#published.isWhole) this.#scrape()
      else this.#repeat(Math.min(seconds, read[next]?.fromSeconds ?? seconds))
    }
    this.#published.mark(this.#paged.count)
    this.#beginning = {
      rows: this.#row,
      pages: this.#paged.count,
      failedPages: this.#paged.endsMs.length,
      countedSeconds: this.#countedSeconds,
      routes: this.#routes.map(({ counts: { counts, sums } }) => ({ counts: counts.slice(), sums: sums.slice() })),
    }
  }

  /**
   * Valid until it is called again.
   * @param incidents none of them begins before what is drawn as the beginning ends
   */
  columns(incidents: readonly Incident[], seconds: number): readonly SeriesColumn[] {
    if (this.#beginning !== null) this.#returnTo(this.#beginning)
    this.#enter(incidents)
    while (this.#isDue(seconds)) this.#scrape()
    this.#countUntil(seconds)
    this.#endMinute()
    const scrapes = new TimeAxis(this.#times.timesMs.subarray(0, this.#row))
    return [...this.#published.columns(), ...this.#columnsOfScrapes(scrapes)]
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
    return this.#row < this.#up.length && (this.#times.seconds[this.#row] as number) <= seconds
  }

  #returnTo({ rows, pages, failedPages, countedSeconds, routes }: Beginning): void {
    const { seed, startedAtUnixMs, runningSeconds } = this.#options
    this.#published.returnToMark()
    this.#row = rows
    this.#paged.count = pages
    this.#paged.endsMs.length = failedPages
    this.#countedSeconds = countedSeconds
    this.#startedAtUnixSeconds = startedAtUnixMs / 1e3 - runningSeconds
    this.#unanswered = 0
    this.#isAway = false
    this.#hasRestarted = false
    routes.forEach(({ counts, sums }, i) => {
      const route = this.#routes[i] as Route
      route.counts.counts.set(counts)
      route.counts.sums.set(sums)
      // The same numbers each time: what is compared differs by its incidents alone.
      route.random = randomStream(seed, `simulation/days/requests/${this.#index}/${i}/after`)
    })
  }

  #enter(incidents: readonly Incident[]): void {
    const ofRoutes = this.#routes.map(({ labels }) => incidents.filter(({ concerns }) => hasLabels(labels, concerns)))
    this.#incidents = incidents.filter((incident) => ofRoutes.some((each) => each.includes(incident)))
    this.#routes.forEach((route, i) => {
      route.incidents = ofRoutes[i] as readonly Incident[]
    })
    this.#edges = edgesOf(this.#incidents)
    this.#nextEdge = 0
    this.#enterState()
  }

  #scrape(): void {
    const { seconds, timesMs, lost } = this.#times
    const row = this.#row++
    this.#countUntil(seconds[row] as number)
    if (this.#hasRestarted) this.#published.restart()
    this.#hasRestarted = false
    const timeMs = timesMs[row] as number
    const isAnswered = !this.#isAway && lost[row] === 0
    this.#up[row] = Number(isAnswered)
    if (isAnswered) {
      this.#published.write(this.#paged.count, this.#startedAtUnixSeconds)
      this.#paged.append(timeMs)
    } else if (row > 0 && this.#up[row - 1] === 1) this.#paged.endAt(timeMs)
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
    this.#published.repeat(page, this.#paged.count, this.#startedAtUnixSeconds)
  }

  /** What the processes have counted by second 0, on usual days. */
  #countBefore(): void {
    const { shape, startedAtUnixMs, runningSeconds, seed } = this.#options
    if (runningSeconds === 0) return
    const start = startedAtUnixMs / 1e3
    const all = expectedBetween(shape, start - runningSeconds, start)
    this.#routes.forEach((route, i) => {
      count(
        { ...route, random: randomStream(seed, `simulation/days/before/${this.#index}/${i}`) },
        all * route.share * route.factor,
      )
      route.minute.fill(0)
    })
  }

  #countUntil(seconds: number): void {
    while (this.#countedSeconds < seconds) {
      const from = this.#countedSeconds
      const minuteEnd =
        this.#options.exact === null
          ? Number.POSITIVE_INFINITY
          : (Math.floor(from / MINUTE_SECONDS) + 1) * MINUTE_SECONDS
      const edge = this.#edges[this.#nextEdge] ?? Number.POSITIVE_INFINITY
      const to = Math.min(seconds, minuteEnd, edge)
      this.#countBetween(from, to)
      this.#countedSeconds = to
      if (to === minuteEnd) this.#endMinute()
      if (to === edge) this.#enterState()
    }
  }

  /** Nothing begins or ends in between. */
  #countBetween(from: number, to: number): void {
    const { shape, startedAtUnixMs } = this.#options
    const start = startedAtUnixMs / 1e3
    const all = expectedBetween(shape, start + from, start + to)
    for (const route of this.#routes) {
      const expected = all * route.share * route.factor
      if (this.#isAway) this.#unanswered += poissonCount(expected, route.random)
      else count(route, expected)
    }
  }

  /** At an edge, and at the beginning. */
  #enterState(): void {
    const seconds = this.#countedSeconds
    while (this.#nextEdge < this.#edges.length && (this.#edges[this.#nextEdge] as number) <= seconds) this.#nextEdge++
    const middle = (seconds + (this.#edges[this.#nextEdge] ?? this.#options.seconds)) / 2
    const { strata, usual, startedAtUnixMs } = this.#options
    const wasAway = this.#isAway
    this.#isAway = isAwayAt(this.#incidents, middle)
    if (wasAway && !this.#isAway) this.#startedAtUnixSeconds = startedAtUnixMs / 1e3 + seconds
    for (const route of this.#routes) {
      route.factor = trafficFactorAt(route.incidents, middle)
      if (!this.#isAway) route.strata = strata.of([...usual, ...degradationsAt(route.incidents, middle)])
      else if (!wasAway) {
        route.counts.counts.fill(0)
        route.counts.sums.fill(0)
        this.#hasRestarted = true
      }
    }
  }

  /** Adds what was drawn in the minute up to now to the exact counts. */
  #endMinute(): void {
    const { exact, bounds } = this.#options
    if (exact === null) return
    const minute = Math.ceil(this.#countedSeconds / MINUTE_SECONDS) - 1
    if (minute < 0) return
    let [succeeded, total] = [0, this.#unanswered]
    for (const { minute: counts } of this.#routes)
      for (let place = 0; place < counts.length; place++) {
        total += counts[place] as number
        if (place % OUTCOMES.length === SUCCEEDED) succeeded += counts[place] as number
      }
    add(exact.requests, minute, total)
    add(exact.failed, minute, total - succeeded)
    add(exact.unanswered, minute, this.#unanswered)
    for (const [bound, slower] of exact.slower) {
      const firstPlace = (bounds.indexOf(bound) + 1) * OUTCOMES.length
      add(slower, minute, this.#unanswered)
      for (const { minute: counts } of this.#routes)
        for (let place = firstPlace; place < counts.length; place++) add(slower, minute, counts[place] as number)
    }
    for (const { minute: counts } of this.#routes) counts.fill(0)
    this.#unanswered = 0
  }
}

function count(
  { strata: { shares, places, meanSeconds }, counts: { counts, sums }, minute, random }: Route,
  expected: number,
): void {
  for (let i = 0; i < shares.length; i++) {
    const drawn = poissonCount(expected * (shares[i] as number), random)
    if (drawn === 0) continue
    const place = places[i] as number
    add(counts, place, drawn)
    add(minute, place, drawn)
    add(sums, place % OUTCOMES.length, drawn * (meanSeconds[i] as number))
  }
}

function add(numbers: Float64Array, place: number, value: number): void {
  numbers[place] = (numbers[place] as number) + value
}

/** Whether the labels are those that an incident concerns. */
export function hasLabels(labels: ModelLabels, concerned: ModelLabels | undefined): boolean {
  return Object.entries(concerned ?? {}).every(([name, value]) => Object.hasOwn(labels, name) && labels[name] === value)
}
