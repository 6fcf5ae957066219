// Live figures of a run, about once a second: all generators together, warm-up included.

import { LatencyColumn } from '../core/latency/latency-column.ts'
import { type LatencyCounts, withUnbounded } from '../core/latency/latency-counts.ts'
import { LatencyHistogram } from '../core/latency/latency-histogram.ts'
import type { PhaseProgress, RequestProgress } from '../core/run/phase-progress.ts'
import type { Timings } from './generator/protocol.ts'
import { COMPLETED, CONNECT, errorKindOf, TIMEOUT, UNREADABLE, UNSENDABLE } from './recording/outcome.ts'
import type { SealedSlot } from './recording/sealed-slot.ts'
import { type RequestTimings, timingsCount } from './recording/timings.ts'

export interface LoadProgress {
  readonly atSeconds: number
  readonly phaseIndex: number
  /** Arrivals due so far. */
  readonly offered: number
  readonly completed: number
  readonly errors: number
  /** Of the errors: those that say nothing about the service. */
  readonly ownErrors: number
  readonly timeouts: number
  /** Of the errors: those for which no connection could be opened. */
  readonly connectErrors: number
  /** Of the timeouts: those that got no connection in time, so that the service never saw them. */
  readonly neverSent: number
  /** Now. */
  readonly inFlight: number
  /** Arrivals that wait for a connection now. */
  readonly backlog: number
  /** What ended since the last report: completed requests, and timeouts as unbounded. */
  readonly recentResponseTimes: LatencyCounts
  /** Requests by the phase in which they were due. Phases without an ended request are left out. */
  readonly phases: readonly PhaseProgress[]
}

/** The least time between two reports: a generator also flushes at the end of a segment. */
const SHORTEST_INTERVAL_SECONDS = 0.9

type Gauges = Pick<Timings, 'atSeconds' | 'offered' | 'inFlight' | 'backlog'>

interface Tally {
  completed: number
  errors: number
  answeredErrors: number
  unsendable: number
  unreadable: number
  timeouts: number
  /** Since the last report. */
  readonly recent: LatencyColumn
  readonly recentFirstByte: LatencyColumn
  readonly responseTime: LatencyHistogram
  readonly firstByteResponseTime: LatencyHistogram
}

interface PhaseTally extends Tally {
  /** Of single requests, by their index: those that are watched. */
  readonly requests: Map<number, Tally>
}

export class ProgressMeter {
  readonly #phaseAt: (seconds: number) => number
  readonly #report: (progress: LoadProgress) => void
  /** Null where none is, so that nothing is looked up for each request. */
  readonly #watched: ReadonlySet<number> | null
  readonly #gauges = new Map<number, Gauges>()
  readonly #reporters = new Set<number>()
  readonly #recent = new LatencyHistogram()
  readonly #phases: PhaseTally[] = []
  #recentTimeouts = 0
  #completed = 0
  #errors = 0
  #ownErrors = 0
  #timeouts = 0
  #connectErrors = 0
  #neverSent = 0
  #reportedSeconds = 0

  /** @param watched the requests whose progress is reported by itself, by their index in the plan */
  constructor(
    phaseAt: (seconds: number) => number,
    report: (progress: LoadProgress) => void,
    watched: readonly number[] = [],
  ) {
    this.#phaseAt = phaseAt
    this.#report = report
    this.#watched = watched.length === 0 ? null : new Set(watched)
  }

  /** @param alive the generators that will report again */
  add(generator: number, message: Timings, alive: readonly number[]): void {
    const { atSeconds, offered, inFlight, backlog } = message
    // Not the message, which would be kept with all that it brought.
    this.#gauges.set(generator, { atSeconds, offered, inFlight, backlog })
    this.#reporters.add(generator)
    this.#count(message)
    const isDue = atSeconds - this.#reportedSeconds >= SHORTEST_INTERVAL_SECONDS
    if (isDue && alive.every((other) => this.#reporters.has(other))) this.#reportAt(atSeconds)
  }

  #count({ timings, sealed }: Timings): void {
    for (let row = 0; row < timingsCount(timings); row++) this.#countRow(timings, row)
    for (const slot of sealed?.slots ?? []) this.#countSlot(slot)
  }

  #countSlot(slot: SealedSlot): void {
    const { errorKinds, request } = slot
    const phase = this.#phase(slot.phase)
    countSlotInto(phase, slot)
    if (this.#watched?.has(request)) countSlotInto(watchedTally(phase, request), slot)
    this.#recent.recordPacked(slot.responseTime)
    this.#recentTimeouts += slot.timeouts
    this.#completed += slot.completed
    this.#timeouts += slot.timeouts
    this.#neverSent += slot.neverSent
    this.#errors += slot.errors
    this.#ownErrors += (errorKinds.unsendable ?? 0) + (errorKinds.unreadable ?? 0)
    this.#connectErrors += errorKinds.connect ?? 0
  }

  #countRow(timings: RequestTimings, row: number): void {
    const outcome = timings.outcome[row] as number
    const phase = this.#phase(timings.phase[row] as number)
    countInto(phase, timings, row)
    const request = timings.request[row] as number
    if (this.#watched?.has(request)) countInto(watchedTally(phase, request), timings, row)
    if (outcome === COMPLETED) {
      this.#completed++
    } else if (outcome === TIMEOUT) {
      this.#timeouts++
      if (Number.isNaN(timings.sentSeconds[row] as number)) this.#neverSent++
      this.#recentTimeouts++
    } else if (errorKindOf(outcome)) {
      this.#errors++
      if (outcome === UNSENDABLE || outcome === UNREADABLE) this.#ownErrors++
      if (outcome === CONNECT) this.#connectErrors++
    }
  }

  #phase(index: number): PhaseTally {
    while (this.#phases.length <= index) this.#phases.push({ ...emptyTally(), requests: new Map() })
    return this.#phases[index] as PhaseTally
  }

  #reportAt(atSeconds: number): void {
    for (const { recent, recentFirstByte, responseTime, firstByteResponseTime, requests } of this.#phases) {
      recent.countInto(this.#recent, responseTime)
      recentFirstByte.countInto(firstByteResponseTime)
      for (const own of requests.values()) {
        own.recent.countInto(own.responseTime)
        own.recentFirstByte.countInto(own.firstByteResponseTime)
      }
    }
    const sum = (gauge: keyof Gauges) => [...this.#gauges.values()].reduce((total, each) => total + each[gauge], 0)
    this.#report({
      atSeconds,
      phaseIndex: this.#phaseAt(atSeconds),
      offered: sum('offered'),
      completed: this.#completed,
      errors: this.#errors,
      ownErrors: this.#ownErrors,
      timeouts: this.#timeouts,
      connectErrors: this.#connectErrors,
      neverSent: this.#neverSent,
      inFlight: sum('inFlight'),
      backlog: sum('backlog'),
      recentResponseTimes: withUnbounded(this.#recent.latencies(), this.#recentTimeouts),
      phases: this.#phases.map((phase) => ({
        ...progressOf(phase),
        ...(phase.requests.size > 0 && {
          requests: new Map([...phase.requests].map(([request, tally]) => [request, progressOf(tally)])),
        }),
      })),
    })
    this.#recent.reset()
    this.#recentTimeouts = 0
    this.#reporters.clear()
    this.#reportedSeconds = atSeconds
  }
}

function emptyTally(): Tally {
  return {
    completed: 0,
    errors: 0,
    answeredErrors: 0,
    unsendable: 0,
    unreadable: 0,
    timeouts: 0,
    recent: new LatencyColumn(),
    recentFirstByte: new LatencyColumn(),
    responseTime: new LatencyHistogram(),
    firstByteResponseTime: new LatencyHistogram(),
  }
}

function watchedTally({ requests }: PhaseTally, request: number): Tally {
  const tally = requests.get(request) ?? emptyTally()
  requests.set(request, tally)
  return tally
}

function countSlotInto(tally: Tally, slot: SealedSlot): void {
  const { errorKinds } = slot
  tally.completed += slot.completed
  tally.timeouts += slot.timeouts
  tally.errors += slot.errors
  tally.answeredErrors += slot.answeredErrors
  tally.unsendable += errorKinds.unsendable ?? 0
  tally.unreadable += errorKinds.unreadable ?? 0
  tally.responseTime.recordPacked(slot.responseTime)
  tally.firstByteResponseTime.recordPacked(slot.firstByteResponseTime)
}

function countInto(tally: Tally, timings: RequestTimings, row: number): void {
  const outcome = timings.outcome[row] as number
  const intendedSeconds = timings.intendedSeconds[row] as number
  const firstByteSeconds = timings.firstByteSeconds[row] as number
  if ((outcome === COMPLETED || outcome === TIMEOUT) && !Number.isNaN(firstByteSeconds))
    tally.recentFirstByte.add(Math.max(0, firstByteSeconds - intendedSeconds))
  if (outcome === COMPLETED) {
    tally.completed++
    tally.recent.add(Math.max(0, (timings.endedSeconds[row] as number) - intendedSeconds))
    return
  }
  if (outcome === TIMEOUT) {
    tally.timeouts++
    return
  }
  if (!errorKindOf(outcome)) return
  tally.errors++
  if (outcome === UNSENDABLE) tally.unsendable++
  if (outcome === UNREADABLE) tally.unreadable++
  if (outcome === UNREADABLE || (timings.status[row] as number) > 0) tally.answeredErrors++
}

function progressOf({
  completed,
  errors,
  answeredErrors,
  unsendable,
  unreadable,
  timeouts,
  ...times
}: Tally): RequestProgress {
  return {
    completed,
    errors,
    answeredErrors,
    unsendable,
    unreadable,
    timeouts,
    responseTime: withUnbounded(times.responseTime.latencies(), timeouts),
    firstByteResponseTime: withUnbounded(
      times.firstByteResponseTime.latencies(),
      completed + timeouts - times.firstByteResponseTime.count,
    ),
  }
}
