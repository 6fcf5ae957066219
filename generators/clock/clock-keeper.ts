// Reads the clock of one generator: thoroughly before a run, and again and again during it.

import type { Clock } from '../../core/clock.ts'
import type { GeneratorClock } from '../../core/run/generators/generator-facts.ts'
import { ClockWatch } from './clock-watch.ts'
import { estimateOffset } from './estimate-offset.ts'
import { type Ping, roundTripSeconds } from './ping.ts'

export interface ClockKeeperOptions {
  /** Rejects where it is not answered. */
  readonly ping: () => Promise<Ping>
  readonly clock: Clock
  /** How many generators are pinged beside each other. */
  readonly generators: number
}

/** The least round trip of so many is close to the least there is. */
const FIRST_PINGS = 48
const REPEATED_PINGS = 8
/** On the way at a time, so that a near generator is not kept waiting by itself. */
const AT_A_TIME = 4
/** Of a far one as many more as it takes to read it in about this time: they do not wait for one another on a long way. */
const READ_SECONDS = 1
/** To all generators together: beyond that, pings would wait for one another here, and say less. */
const MOST_ON_THE_WAY = 1000

/** A clock drifts by some milliseconds at most in that time. */
const EVERY_SECONDS = 2
/** Pings of all generators together: a few percent of what a coordinator can send. */
const MOST_PINGS_PER_SECOND = 1000

/** What is known of the clock in one run. */
interface ReadRun {
  readonly watch: ClockWatch
  readonly over: AbortController
  slowestSeconds: number
}

function newRun(): ReadRun {
  return { watch: new ClockWatch(), over: new AbortController(), slowestSeconds: 0 }
}

export class ClockKeeper {
  readonly #options: ClockKeeperOptions
  readonly #everySeconds: number
  #run = newRun()

  constructor(options: ClockKeeperOptions) {
    this.#options = options
    this.#everySeconds = Math.max(EVERY_SECONDS, (options.generators * REPEATED_PINGS) / MOST_PINGS_PER_SECOND)
  }

  /** A run begins. Resolves when the clock has been read; it is read again and again until `stop`. */
  async begin(): Promise<void> {
    this.stop()
    const run = newRun()
    this.#run = run
    await this.#read(run, FIRST_PINGS)
    void this.#repeat(run)
  }

  stop(): void {
    this.#run.over.abort()
  }

  /** The longest round trip of the run. */
  get slowestSeconds(): number {
    return this.#run.slowestSeconds
  }

  /** By what the generator's clock is ahead of ours, for all instants of this run. @throws Error where it was never read */
  offsetSeconds(): number {
    const { watch } = this.#run
    if (watch.readings === 0) throw new Error('its clock could not be read: it answered no ping')
    return watch.offsetFor(this.#options.clock.nowSeconds())
  }

  /** @returns null where nothing was started, or nothing could be */
  clockOver(startSeconds: number, endSeconds: number): GeneratorClock | null {
    return this.#run.watch.clock(startSeconds, endSeconds)
  }

  async #repeat(run: ReadRun): Promise<void> {
    const { signal } = run.over
    while (!signal.aborted) {
      await this.#options.clock.sleep(this.#everySeconds, signal)
      if (!signal.aborted) await this.#read(run, REPEATED_PINGS)
    }
  }

  /** Whoever watches its signs of life finds out where it does not answer. */
  async #read(run: ReadRun, count: number): Promise<void> {
    const pings: Ping[] = []
    let length = AT_A_TIME
    for (let sent = 0; sent < count; sent += length) {
      length = Math.min(count - sent, this.#atATime(count, pings))
      const asked = await Promise.allSettled(Array.from({ length }, () => this.#options.ping()))
      const answered = asked.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
      pings.push(...answered)
      if (answered.length === 0) break
    }
    const trips = pings.map(roundTripSeconds)
    run.slowestSeconds = Math.max(run.slowestSeconds, ...trips)
    if (pings.length > 0) run.watch.add(estimateOffset(pings))
  }

  #atATime(count: number, pings: readonly Ping[]): number {
    if (pings.length === 0) return AT_A_TIME
    const leastSeconds = Math.min(...pings.map(roundTripSeconds))
    const most = Math.floor(MOST_ON_THE_WAY / this.#options.generators)
    return Math.max(AT_A_TIME, Math.min(most, Math.ceil((count * leastSeconds) / READ_SECONDS)))
  }
}
