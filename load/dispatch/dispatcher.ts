// Offers each arrival to the queue when it is due, wakes for timeouts, and knows when a segment is over: its time is up
// and everything it offered has ended.

import type { OutcomeCode } from '../recording/outcome.ts'
import type { Arrival, ArrivalSink, ArrivalSource } from '../schedule/arrival.ts'
import type { Alarm, Timers } from '../timers.ts'
import { coarseWake, nextWake, type WakeMode } from './next-wake.ts'
import type { QueueListener, RequestQueue } from './request-queue.ts'

/** Phases that run one after the other and are drained together. Instants are on the clock's axis. */
export interface SegmentTraffic {
  readonly phases: readonly PhaseTraffic[]
  readonly endSeconds: number
  readonly timers: WakeMode
}

export interface PhaseTraffic {
  /** Index into the plan's phases. */
  readonly phase: number
  readonly endSeconds: number
  readonly source: ArrivalSource
}

export interface DispatcherOptions {
  readonly timers: Timers
  readonly queue: RequestQueue
  /** How long after its end a segment is waited for. What is still open then ends as unfinished. */
  readonly drainSeconds: number
}

/** An empty turn of the event loop takes some 10 µs. A longer one was not busy-waiting: the thread did not run. */
const LONGEST_TURN_SECONDS = 0.0001

export class Dispatcher implements QueueListener, ArrivalSink {
  readonly #options: DispatcherOptions
  readonly #wake = () => this.#slept()
  readonly #turn = () => this.#turned()
  #segment: SegmentTraffic | undefined
  #finish: (() => void) | undefined
  /** The first phase of the segment that may still have arrivals. */
  #current = 0
  #lastDueSeconds = 0
  #alarm: Alarm | undefined
  #wakeSeconds = Number.POSITIVE_INFINITY
  #isBusyWaiting = false
  #busyWaitSince = Number.NaN
  #busyWaitSeconds = 0

  constructor(options: DispatcherOptions) {
    this.#options = options
    options.queue.listen(this)
  }

  /** Time spent busy-waiting, in all. */
  get busyWaitSeconds(): number {
    return this.#busyWaitSeconds
  }

  /** Resolves when the segment's time is up and everything it offered has ended, or when it is stopped. */
  run(segment: SegmentTraffic): Promise<void> {
    return new Promise((resolve) => this.begin(segment, resolve))
  }

  /** The same, for whoever cannot wait for a promise: in virtual time nothing else runs meanwhile. */
  begin(segment: SegmentTraffic, finished: () => void): void {
    if (this.#segment) throw new Error('expected one segment at a time')
    const nowSeconds = this.#options.timers.nowSeconds()
    this.#segment = segment
    this.#finish = finished
    this.#current = 0
    this.#lastDueSeconds = nowSeconds
    this.#arm(nowSeconds)
  }

  /**
   * Ends the segment now: what was due by now and has not ended is unfinished, what is due later is never offered.
   * @returns the instant that counts as now
   */
  stop(): number {
    const nowSeconds = this.#options.timers.nowSeconds()
    this.#options.queue.stop()
    this.#releaseDue(nowSeconds)
    this.#finished()
    return nowSeconds
  }

  offer(arrival: Arrival): void {
    this.#lastDueSeconds = arrival.intendedSeconds
    this.#options.queue.offer(arrival)
  }

  ended(arrival: Arrival, outcome: OutcomeCode, nowSeconds: number): void {
    this.#busyWaitSince = Number.NaN
    const segment = this.#segment
    if (!segment) return
    const first = segment.phases[0]?.phase ?? 0
    segment.phases[arrival.phase - first]?.source.ended(arrival, outcome, nowSeconds)
    if (this.#isOver(nowSeconds) || this.#nextDueSeconds() < this.#wakeSeconds) this.#arm(nowSeconds)
  }

  idle(nowSeconds: number): void {
    this.#releaseDue(nowSeconds)
  }

  #slept(): void {
    this.#alarm = undefined
    this.#wakeSeconds = Number.POSITIVE_INFINITY
    this.#onWake(this.#options.timers.nowSeconds())
  }

  #turned(): void {
    const nowSeconds = this.#options.timers.nowSeconds()
    const waitedSeconds = nowSeconds - this.#busyWaitSince
    if (waitedSeconds <= LONGEST_TURN_SECONDS) this.#busyWaitSeconds += waitedSeconds
    this.#busyWaitSince = Number.NaN
    this.#isBusyWaiting = false
    this.#onWake(nowSeconds)
  }

  #onWake(nowSeconds: number): void {
    const { queue, drainSeconds } = this.#options
    if (!this.#segment) return
    this.#releaseDue(nowSeconds)
    queue.expire(nowSeconds)
    if (nowSeconds >= this.#segment.endSeconds + drainSeconds) queue.abandon()
    if (this.#isOver(nowSeconds)) this.#finished()
    else this.#arm(nowSeconds)
  }

  #releaseDue(nowSeconds: number): void {
    const phases = this.#segment?.phases ?? []
    for (let index = this.#current; index < phases.length; index++) {
      const { source, endSeconds } = phases[index] as PhaseTraffic
      source.releaseDue(nowSeconds, this)
      if (nowSeconds < endSeconds) return
      if (index === this.#current && source.nextDueSeconds() === Number.POSITIVE_INFINITY) this.#current++
    }
  }

  /** The next arrival of the first phase that has one: later phases start later. */
  #nextDueSeconds(): number {
    const phases = this.#segment?.phases ?? []
    for (let index = this.#current; index < phases.length; index++) {
      const dueSeconds = (phases[index] as PhaseTraffic).source.nextDueSeconds()
      if (dueSeconds < Number.POSITIVE_INFINITY) return dueSeconds
    }
    return Number.POSITIVE_INFINITY
  }

  #isOver(nowSeconds: number): boolean {
    const { queue } = this.#options
    return nowSeconds >= (this.#segment?.endSeconds ?? 0) && queue.inFlight === 0 && queue.backlog === 0
  }

  /** Never postpones a wake-up that is already set: a rush of responses must not delay what is due. */
  #arm(nowSeconds: number): void {
    if (this.#isBusyWaiting) return
    if (this.#isOver(nowSeconds)) {
      this.#busyWait(nowSeconds)
      return
    }
    const preciseSeconds = this.#preciseWake(nowSeconds)
    const coarseSeconds = this.#coarseWake(nowSeconds)
    const seconds = Math.min(preciseSeconds, coarseSeconds)
    if (seconds === 0) {
      this.#busyWait(nowSeconds)
      return
    }
    if (this.#alarm && nowSeconds + seconds >= this.#wakeSeconds) return
    const { timers } = this.#options
    this.#disarm()
    this.#wakeSeconds = nowSeconds + seconds
    this.#alarm =
      preciseSeconds <= coarseSeconds ? timers.sleep(seconds, this.#wake) : timers.sleepCoarsely(seconds, this.#wake)
  }

  #disarm(): void {
    if (this.#alarm) this.#options.timers.cancel(this.#alarm)
    this.#alarm = undefined
    this.#wakeSeconds = Number.POSITIVE_INFINITY
  }

  /** A sleep stays set meanwhile: to set another wakes a thread, and users without a think time would do so each turn. */
  #busyWait(nowSeconds: number): void {
    this.#isBusyWaiting = true
    this.#busyWaitSince = nowSeconds
    this.#options.timers.soon(this.#turn)
  }

  /** Seconds to the next arrival that can be sent when it is due. */
  #preciseWake(nowSeconds: number): number {
    if (!this.#options.queue.hasIdleConnection) return Number.POSITIVE_INFINITY
    const dueSeconds = this.#nextDueSeconds()
    const spacingSeconds = dueSeconds - this.#lastDueSeconds
    return nextWake(dueSeconds - nowSeconds, spacingSeconds, this.#segment?.timers ?? 'sparing')
  }

  /** Seconds to what need not be precise: deadlines, and an arrival that has to wait for a connection anyway. */
  #coarseWake(nowSeconds: number): number {
    const { queue, drainSeconds } = this.#options
    const { endSeconds = 0 } = this.#segment ?? {}
    const segmentSeconds = nowSeconds < endSeconds ? endSeconds : endSeconds + drainSeconds
    const waitingSeconds = queue.hasIdleConnection ? Number.POSITIVE_INFINITY : this.#nextDueSeconds()
    return coarseWake(Math.min(queue.nextDeadlineSeconds(), segmentSeconds, waitingSeconds) - nowSeconds)
  }

  #finished(): void {
    this.#disarm()
    this.#segment = undefined
    const finish = this.#finish
    this.#finish = undefined
    finish?.()
  }
}
