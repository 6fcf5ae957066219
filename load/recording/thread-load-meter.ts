// Measures how busy its thread is: readings of clocks ten times a second, and at every `take`.

import type { Alarm, Timers } from '../timers.ts'
import { addSample, NO_THREAD_LOAD, type ThreadLoad } from './thread-load.ts'

/** Of clocks that only ever go forward. Seconds. */
export interface ThreadReading {
  readonly nowSeconds: number
  readonly activeSeconds: number
  readonly cpuSeconds: number
  readonly waitingForCoreSeconds: number
  readonly busyWaitSeconds: number
}

const INTERVAL_SECONDS = 0.1

/** A shorter sample, at the end of an interval, says nothing by itself: one turn of the loop may fill it. */
const SHORTEST_SAMPLE_SECONDS = 0.05

export class ThreadLoadMeter {
  readonly #timers: Timers
  readonly #read: () => ThreadReading
  #last: ThreadReading | undefined
  #load = NO_THREAD_LOAD
  #alarm: Alarm | undefined

  constructor(timers: Timers, read: () => ThreadReading) {
    this.#timers = timers
    this.#read = read
  }

  start(): void {
    this.#last = this.#read()
    this.#arm()
  }

  stop(): void {
    if (this.#alarm) this.#timers.cancel(this.#alarm)
    this.#alarm = undefined
  }

  /** The load since the last call, or since the start. */
  take(): ThreadLoad {
    this.#sample(SHORTEST_SAMPLE_SECONDS)
    const load = this.#load
    this.#load = NO_THREAD_LOAD
    return load
  }

  #arm(): void {
    this.#alarm = this.#timers.sleep(INTERVAL_SECONDS, () => {
      this.#sample(0)
      this.#arm()
    })
  }

  #sample(shortestSeconds: number): void {
    const before = this.#last
    if (!before) return
    const now = this.#read()
    const wallSeconds = now.nowSeconds - before.nowSeconds
    if (wallSeconds <= shortestSeconds) return
    const busyWaitSeconds = now.busyWaitSeconds - before.busyWaitSeconds
    this.#last = now
    this.#load = addSample(this.#load, {
      wallSeconds,
      activeSeconds: Math.max(0, now.activeSeconds - before.activeSeconds - busyWaitSeconds),
      cpuSeconds: Math.max(0, now.cpuSeconds - before.cpuSeconds - busyWaitSeconds),
      waitingForCoreSeconds: now.waitingForCoreSeconds - before.waitingForCoreSeconds,
    })
  }
}
