// The requests of one target, counted by their strata as time goes on.
//
// A piece of time in which nothing begins or ends takes one draw for each stratum of its requests, from the exact
// distribution (request-strata.ts). Pieces end where it is asked for what was counted, at minutes where requests are counted
// exactly, and where an incident changes. A request counts when it arrives. What comes while nothing answers is counted by
// nobody but the exact counts.

import { type ModelLabels, type ModelPart, routesOf, type ServiceModel } from '../../core/drill/service-model.ts'
import { type Random, randomStream } from '../../core/random.ts'
import type { Incident } from '../drawn/incident.ts'
import { type Degradation, degradationsAt, edgesOf, isAwayAt, trafficFactorAt } from '../drawn/incidents-at.ts'
import { poissonCount } from '../drawn/poisson-count.ts'
import { expectedBetween, type RateShape } from '../drawn/rate-shape.ts'
import { type ExactCounts, MINUTE_SECONDS } from './exact-counts.ts'
import type { RouteCounts } from './model-columns.ts'
import { OUTCOMES, type RequestStrata, type StrataOfStates, SUCCEEDED } from './request-strata.ts'

export interface TargetRequestsOptions {
  /** None is counted later. */
  readonly seconds: number
  readonly startedAtUnixMs: number
  /** How long the processes have been running by second 0. */
  readonly runningSeconds: number
  readonly model: ServiceModel
  readonly shape: RateShape
  /** What is wrong on every day. */
  readonly usual: readonly Degradation[]
  readonly seed: number
  /** Between which the cells of the strata lie, in seconds, ascending. */
  readonly bounds: readonly number[]
  readonly strata: StrataOfStates
  /** What is drawn is added to them; null where nobody asks for them. */
  readonly exact: ExactCounts | null
}

/** What has been counted by the mark. */
interface Marked {
  readonly countedSeconds: number
  readonly routes: readonly RouteCounts[]
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

export class TargetRequests {
  readonly #options: TargetRequestsOptions
  readonly #index: number
  readonly #routes: readonly Route[]
  /** Those that concern some of its requests. */
  #incidents: readonly Incident[] = []
  #edges: readonly number[] = []
  #nextEdge = 0
  #isAway = false
  #hasRestarted = false
  #startedAtUnixSeconds: number
  #countedSeconds = 0
  #unanswered = 0
  #marked: Marked | null = null

  constructor(options: TargetRequestsOptions, target: ModelPart, index: number) {
    const { model, bounds, seed } = options
    this.#options = options
    this.#index = index
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
    this.#startedAtUnixSeconds = this.#firstStart()
    this.#countBefore()
  }

  /** Of the routes of the model, in their order. They stay the same arrays. */
  get counts(): readonly RouteCounts[] {
    return this.#routes.map(({ counts }) => counts)
  }

  /** Whether nothing answers. */
  get isAway(): boolean {
    return this.#isAway
  }

  /** When the process began that counts. */
  get startedAtUnixSeconds(): number {
    return this.#startedAtUnixSeconds
  }

  /** Whether the counts began anew since this was asked for the last time. */
  takeRestart(): boolean {
    const hasRestarted = this.#hasRestarted
    this.#hasRestarted = false
    return hasRestarted
  }

  /** What goes wrong from here on. */
  enter(incidents: readonly Incident[]): void {
    const ofRoutes = this.#routes.map(({ labels }) => incidents.filter(({ concerns }) => hasLabels(labels, concerns)))
    this.#incidents = incidents.filter((incident) => ofRoutes.some((each) => each.includes(incident)))
    this.#routes.forEach((route, i) => {
      route.incidents = ofRoutes[i] as readonly Incident[]
    })
    this.#edges = edgesOf(this.#incidents)
    this.#nextEdge = 0
    this.#enterState()
  }

  countUntil(seconds: number): void {
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

  /** The minute up to now is counted, however short it is. */
  finish(): void {
    this.#endMinute()
  }

  /** From here on requests can be drawn again and again. Nothing has gone wrong by then. */
  mark(): void {
    this.#marked = {
      countedSeconds: this.#countedSeconds,
      routes: this.#routes.map(({ counts: { counts, sums } }) => ({ counts: counts.slice(), sums: sums.slice() })),
    }
  }

  returnToMark(): void {
    if (this.#marked === null) return
    const { seed } = this.#options
    this.#countedSeconds = this.#marked.countedSeconds
    this.#startedAtUnixSeconds = this.#firstStart()
    this.#unanswered = 0
    this.#isAway = false
    this.#hasRestarted = false
    this.#marked.routes.forEach(({ counts, sums }, i) => {
      const route = this.#routes[i] as Route
      route.counts.counts.set(counts)
      route.counts.sums.set(sums)
      // The same numbers each time: what is compared differs by its incidents alone.
      route.random = randomStream(seed, `simulation/days/requests/${this.#index}/${i}/after`)
    })
  }

  #firstStart(): number {
    const { startedAtUnixMs, runningSeconds } = this.#options
    return startedAtUnixMs / 1e3 - runningSeconds
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
