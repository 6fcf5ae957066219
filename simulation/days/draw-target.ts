// Days of one target: what its series were at each scrape, drawn straight into columns.
//
// A piece of time in which nothing begins or ends takes one draw for each stratum of its requests, from the exact
// distribution (request-strata.ts). Pieces end at scrapes, at minutes and where an incident changes. A request counts when it
// arrives. What comes while nothing answers is counted by nobody but the exact counts.

import { type ModelLabels, type ModelPart, routesOf, type ServiceModel } from '../../core/drill/service-model.ts'
import { type Random, randomStream } from '../../core/random.ts'
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
import { scrapeTimes } from './scrape-times.ts'

export interface DrawTargetOptions {
  readonly seconds: number
  readonly startedAtUnixMs: number
  /** How long the processes have been running by second 0. */
  readonly runningSeconds: number
  readonly model: ServiceModel
  readonly shape: RateShape
  readonly incidents: readonly Incident[]
  /** What is wrong on every day. */
  readonly usual: readonly Degradation[]
  readonly scrapeIntervalSeconds: number
  readonly scrapes: ScrapeBehaviour
  readonly seed: number
  /** Between which the cells of the strata lie, in seconds, ascending. */
  readonly bounds: readonly number[]
  readonly strata: StrataOfStates
  readonly isRead: (labels: Labels) => boolean
  /** What is drawn is added to them. */
  readonly exact: ExactCounts
}

interface Route {
  readonly share: number
  readonly incidents: readonly Incident[]
  readonly counts: RouteCounts
  readonly random: Random
  /** Of the minute that is being counted. */
  readonly minute: Float64Array
  factor: number
  strata: RequestStrata
}

/** The series of one target, `up` among them. */
export function drawTarget(options: DrawTargetOptions, target: ModelPart, index: number): readonly SeriesColumn[] {
  return new TargetDrawing(options, target, index).columns()
}

class TargetDrawing {
  readonly #options: DrawTargetOptions
  readonly #target: ModelPart
  readonly #index: number
  /** Those that concern some of its requests. */
  readonly #incidents: readonly Incident[]
  readonly #routes: readonly Route[]
  readonly #routeLabels: readonly ModelLabels[]
  readonly #edges: readonly number[]
  #nextEdge = 0
  #isAway = false
  #hasRestarted = false
  #startedAtUnixSeconds: number
  #countedSeconds = 0
  #unanswered = 0

  constructor(options: DrawTargetOptions, target: ModelPart, index: number) {
    this.#options = options
    this.#target = target
    this.#index = index
    const parts = routesOf(options.model)
    this.#incidents = options.incidents.filter(({ concerns }) =>
      parts.some(({ labels }) => hasLabels({ ...target.labels, ...labels }, concerns)),
    )
    this.#edges = edgesOf(this.#incidents)
    const places = (options.bounds.length + 1) * OUTCOMES.length
    this.#routeLabels = parts.map(({ labels }) => labels)
    this.#routes = parts.map(({ labels, share }, i) => ({
      share: share * target.share,
      incidents: this.#incidents.filter(({ concerns }) => hasLabels({ ...target.labels, ...labels }, concerns)),
      counts: { counts: new Float64Array(places), sums: new Float64Array(OUTCOMES.length) },
      random: randomStream(options.seed, `simulation/days/requests/${index}/${i}`),
      minute: new Float64Array(places),
      factor: 1,
      strata: options.strata.of(options.usual),
    }))
    this.#startedAtUnixSeconds = options.startedAtUnixMs / 1e3 - options.runningSeconds
    this.#countBefore()
    this.#enterState()
  }

  columns(): readonly SeriesColumn[] {
    const { model, bounds, isRead, seconds, seed } = this.#options
    const times = scrapeTimes({
      ...this.#options,
      random: randomStream(seed, `simulation/days/scrapes/${this.#index}`),
    })
    const capacity = times.seconds.length
    const paged = new TimeAxis(new Float64Array(capacity))
    paged.count = 0
    const published = new ModelColumns(
      {
        series: model.series,
        targetLabels: this.#target.labels,
        routes: this.#routes.map(({ counts }, i) => ({ labels: this.#routeLabels[i] as ModelLabels, counts })),
        bounds,
        capacity,
        isRead,
        begin: model.begin ?? 'at-zero',
      },
      paged,
    )
    const up = new Float64Array(capacity)
    let endedMs = Number.POSITIVE_INFINITY
    for (let i = 0; i < capacity; i++) {
      this.#countUntil(times.seconds[i] as number)
      const timeMs = times.timesMs[i] as number
      up[i] = Number(!this.#isAway && times.lost[i] === 0)
      if (this.#hasRestarted) published.restart()
      this.#hasRestarted = false
      if (up[i] === 1) {
        published.write(paged.count, this.#startedAtUnixSeconds)
        paged.append(timeMs)
        endedMs = Number.NaN
      } else if (Number.isNaN(endedMs)) {
        paged.endAt(timeMs)
        endedMs = timeMs
      }
    }
    this.#countUntil(seconds)
    this.#endMinute()
    const ofScrapes = this.#scrapeColumns(new TimeAxis(times.timesMs), up)
    return [...published.columns(), ...ofScrapes.filter(({ labels }) => isRead(labels))]
  }

  /** What Prometheus adds with every scrape. @param up 1 where a page came */
  #scrapeColumns(axis: TimeAxis, up: Float64Array): readonly SeriesColumn[] {
    const column = (name: string, values: Float64Array) =>
      new SeriesColumn({ __name__: name, ...this.#target.labels }, axis, values)
    return [
      ...this.#options.model.series.flatMap((each) =>
        each.kind === 'scrape'
          ? [
              column(
                each.metric,
                up.map((isUp) => isUp * each.value),
              ),
            ]
          : [],
      ),
      column('up', up),
    ]
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
      const minuteEnd = (Math.floor(from / MINUTE_SECONDS) + 1) * MINUTE_SECONDS
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
