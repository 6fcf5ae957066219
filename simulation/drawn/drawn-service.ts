// The bundled server over days: what its histograms counted is drawn by the scrape, from the exact distribution, in place of
// simulating single requests. So a day takes as long at a thousand requests a second as at one.
//
// Arrivals are a Poisson process whose rate follows a shape. Those that end in one cell of the layouts are then a Poisson
// process of their own, independent of the others (Kingman, Poisson Processes, 1993, the colouring theorem), so that the
// counts of the cells are drawn each by itself.
//
// What is left out: nothing waits in a queue, which is refused where it would matter, and a request counts when it arrives
// and not when it is answered. The sum of the observations has each at the mean of its cell.

import type { BucketLayout } from '../../core/histogram/bucket-layout.ts'
import { type Random, randomStream } from '../../core/random.ts'
import type { ServerBehaviour } from '../../core/scenario/server-behaviour.ts'
import type { MachineModel } from '../../core/simulation/machine-model.ts'
import type { Exposition } from '../../prometheus/scrape/exposition/exposition.ts'
import { SimulatedMetrics } from '../service/simulated-metrics.ts'
import type { Agenda } from '../time/agenda.ts'
import { type Drawn, type DrawnOptions, drawnCells } from './drawn-cells.ts'
import type { Incident } from './incident.ts'
import { degradationsAt, edgesOf, isAwayAt, trafficFactorAt } from './incidents-at.ts'
import { shareAtMost } from './latency-share.ts'
import { binomialCount, poissonCount } from './poisson-count.ts'
import { expectedBetween, peakRate, type RateShape } from './rate-shape.ts'

export interface DrawnServiceOptions {
  readonly agenda: Agenda
  readonly behaviour: Pick<ServerBehaviour, 'latency' | 'concurrency' | 'layout'>
  readonly extraLayouts: readonly BucketLayout[]
  readonly shape: RateShape
  readonly incidents: readonly Incident[]
  readonly machine: MachineModel
  readonly seed: number
  readonly readTrace: (file: string) => readonly number[]
  /** Second 0 of the agenda, since the Unix epoch. */
  readonly epochUnixSeconds: number
}

/** Up to this share of its workers are busy: eight that are half busy make one request in a hundred wait. */
const MOST_BUSY_SHARE = 0.5

export class DrawnService {
  readonly #options: DrawnServiceOptions
  readonly #drawnFrom: DrawnOptions
  readonly #random: Random
  /** Instants at which an incident changes, ascending. */
  readonly #edges: readonly number[]
  /** By the degradations that are on. */
  readonly #known = new Map<string, Drawn>()
  #countedSeconds: number
  /** Null while it is away. */
  #metrics: SimulatedMetrics | null

  /** @throws RangeError where requests would wait in a queue */
  constructor(options: DrawnServiceOptions) {
    const { agenda, behaviour, extraLayouts, incidents, machine, seed, readTrace } = options
    this.#options = options
    const bounds = [behaviour.layout, ...extraLayouts].flatMap(({ upperBounds }) => upperBounds)
    this.#drawnFrom = {
      work: shareAtMost(behaviour.latency, readTrace),
      bounds: [...new Set(bounds)].sort((a, b) => a - b),
      machine,
    }
    this.#random = randomStream(seed, 'simulation/drawn')
    this.#edges = edgesOf(incidents)
    this.#countedSeconds = agenda.nowSeconds
    this.#metrics = this.#freshMetrics()
    const edges = [this.#countedSeconds, ...this.#edges]
    for (const [i, edge] of edges.entries()) this.#expectIdleWorkers((edge + (edges[i + 1] ?? edge + 1)) / 2)
  }

  /** The metrics page now; null where nothing answers. */
  page(): Exposition | null {
    this.#countUntil(this.#options.agenda.nowSeconds)
    return this.#isAwayAt(this.#countedSeconds) ? null : (this.#metrics?.page() ?? null)
  }

  #countUntil(seconds: number): void {
    while (this.#countedSeconds < seconds) {
      const from = this.#countedSeconds
      const to = Math.min(seconds, this.#edges.find((edge) => edge > from) ?? seconds)
      this.#countBetween(from, to)
      this.#countedSeconds = to
    }
    if (this.#metrics === null && !this.#isAwayAt(this.#countedSeconds)) this.#metrics = this.#freshMetrics()
  }

  /** Nothing begins or ends in between. */
  #countBetween(from: number, to: number): void {
    if (this.#isAwayAt(from)) {
      this.#metrics = null
      return
    }
    this.#metrics ??= this.#freshMetrics()
    const { shape, epochUnixSeconds } = this.#options
    const middle = (from + to) / 2
    const usual = expectedBetween(shape, epochUnixSeconds + from, epochUnixSeconds + to)
    const expected = usual * trafficFactorAt(this.#options.incidents, middle)
    const { cells, errorShare, resetShare } = this.#drawnAt(middle)
    let total = 0
    for (const { share, upperBound, meanSeconds } of cells) {
      const count = poissonCount(expected * share, this.#random)
      if (count > 0) this.#metrics.observed(upperBound, count, count * meanSeconds)
      total += count
    }
    const resets = binomialCount(total, resetShare, this.#random)
    const errors = resetShare < 1 ? binomialCount(total - resets, errorShare / (1 - resetShare), this.#random) : 0
    this.#metrics.endedAs('reset', resets)
    this.#metrics.endedAs('500', errors)
    this.#metrics.endedAs('200', total - resets - errors)
  }

  /** @param seconds at no edge */
  #drawnAt(seconds: number): Drawn {
    const degradations = degradationsAt(this.#options.incidents, seconds)
    const key = JSON.stringify(degradations)
    const drawn = this.#known.get(key) ?? drawnCells(this.#drawnFrom, degradations)
    this.#known.set(key, drawn)
    return drawn
  }

  #isAwayAt(seconds: number): boolean {
    return isAwayAt(this.#options.incidents, seconds)
  }

  #freshMetrics(): SimulatedMetrics {
    const { behaviour, extraLayouts, epochUnixSeconds } = this.#options
    const processStartSeconds = epochUnixSeconds + this.#countedSeconds
    return new SimulatedMetrics({ layout: behaviour.layout, extraLayouts, processStartSeconds })
  }

  #expectIdleWorkers(seconds: number): void {
    const { shape, behaviour, incidents } = this.#options
    const busy = peakRate(shape) * trafficFactorAt(incidents, seconds) * this.#drawnAt(seconds).meanSeconds
    if (busy <= MOST_BUSY_SHARE * behaviour.concurrency) return
    throw new RangeError(
      `expected at most ${MOST_BUSY_SHARE * 100}% of the workers to be busy, for nothing waits in a queue here, got ${busy.toFixed(1)} of ${behaviour.concurrency} at the highest rate`,
    )
  }
}
