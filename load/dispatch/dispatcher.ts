// Hands each arrival to the gate when it is due, wakes for deadlines, and knows when a stage is over: its time is up
// and everything it offered has ended.

import type { ArrivalGate, GateListener } from '../connections/request-queue.ts'
import type { Arrival, ArrivalSink, ArrivalSource } from '../schedule/arrival.ts'
import type { Alarm, Timers } from '../timers.ts'
import { coarseWake, nextWake, type TimerPrecision } from './next-wake.ts'

/** Phases that run one after the other and are drained together. Instants are on the clock's axis. */
export interface StageTraffic {
  readonly phases: readonly PhaseTraffic[]
  readonly endSeconds: number
}

export interface PhaseTraffic {
  /** Index into the plan's phases. */
  readonly phase: number
  readonly endSeconds: number
  readonly source: ArrivalSource
}

export interface DispatcherOptions {
  readonly timers: Timers
  readonly gate: ArrivalGate
  readonly precision: TimerPrecision
  /** How long after the end of a stage what is still open is given up as unfinished. */
  readonly drainSeconds: number
}

/** An empty turn of the event loop takes some 10 µs. What takes longer was not spent asking: the thread did not run. */
const LONGEST_SPIN_SECONDS = 0.0001

export class Dispatcher implements GateListener, ArrivalSink {
  readonly #options: DispatcherOptions
  readonly #wake = () => this.#onWake()
  #stage: StageTraffic | undefined
  #finish: (() => void) | undefined
  /** The first phase of the stage that may still have arrivals. */
  #current = 0
  #lastDueSeconds = 0
  #alarm: Alarm | undefined
  #wakeSeconds = Number.POSITIVE_INFINITY
  #isSpinning = false
  #spinningSince = Number.NaN
  #spinSeconds = 0

  constructor(options: DispatcherOptions) {
    this.#options = options
    options.gate.listen(this)
  }

  /** Time spent asking again and again with nothing to do, in all. */
  get spinSeconds(): number {
    return this.#spinSeconds
  }

  /** Resolves when the stage's time is up and everything it offered has ended, or when it is stopped. */
  run(stage: StageTraffic): Promise<void> {
    if (this.#stage) throw new Error('expected one stage at a time')
    return new Promise((resolve) => {
      const nowSeconds = this.#options.timers.nowSeconds()
      this.#stage = stage
      this.#finish = resolve
      this.#current = 0
      this.#lastDueSeconds = nowSeconds
      this.#arm(nowSeconds)
    })
  }

  /**
   * Ends the stage now: what was due by now and has not ended is unfinished; what is due later was never offered.
   * @returns the instant that counts as now
   */
  stop(): number {
    const nowSeconds = this.#options.timers.nowSeconds()
    this.#options.gate.stop()
    this.#releaseDue(nowSeconds)
    this.#finished()
    return nowSeconds
  }

  offer(arrival: Arrival): void {
    this.#lastDueSeconds = arrival.intendedSeconds
    this.#options.gate.offer(arrival)
  }

  ended(arrival: Arrival, couldConnect: boolean, nowSeconds: number): void {
    this.#spinningSince = Number.NaN
    const stage = this.#stage
    if (!stage) return
    const first = stage.phases[0]?.phase ?? 0
    stage.phases[arrival.phase - first]?.source.ended(arrival, couldConnect, nowSeconds)
    if (this.#isOver(nowSeconds) || this.#nextDueSeconds() < this.#wakeSeconds) this.#arm(nowSeconds)
  }

  idle(nowSeconds: number): void {
    this.#releaseDue(nowSeconds)
  }

  #onWake(): void {
    const { gate, timers, drainSeconds } = this.#options
    const nowSeconds = timers.nowSeconds()
    this.#awake(nowSeconds)
    if (!this.#stage) return
    this.#releaseDue(nowSeconds)
    gate.expire(nowSeconds)
    if (nowSeconds >= this.#stage.endSeconds + drainSeconds) gate.abandon()
    if (this.#isOver(nowSeconds)) this.#finished()
    else this.#arm(nowSeconds)
  }

  #awake(nowSeconds: number): void {
    const spunSeconds = nowSeconds - this.#spinningSince
    if (spunSeconds <= LONGEST_SPIN_SECONDS) this.#spinSeconds += spunSeconds
    this.#spinningSince = Number.NaN
    this.#isSpinning = false
    this.#alarm = undefined
    this.#wakeSeconds = Number.POSITIVE_INFINITY
  }

  #releaseDue(nowSeconds: number): void {
    const phases = this.#stage?.phases ?? []
    for (let index = this.#current; index < phases.length; index++) {
      const { source, endSeconds } = phases[index] as PhaseTraffic
      source.releaseDue(nowSeconds, this)
      if (nowSeconds < endSeconds) return
      if (index === this.#current && source.nextDueSeconds() === Number.POSITIVE_INFINITY) this.#current++
    }
  }

  /** Of the first phase that knows of one: those after it start later. */
  #nextDueSeconds(): number {
    const phases = this.#stage?.phases ?? []
    for (let index = this.#current; index < phases.length; index++) {
      const dueSeconds = (phases[index] as PhaseTraffic).source.nextDueSeconds()
      if (dueSeconds < Number.POSITIVE_INFINITY) return dueSeconds
    }
    return Number.POSITIVE_INFINITY
  }

  #isOver(nowSeconds: number): boolean {
    const { gate } = this.#options
    return nowSeconds >= (this.#stage?.endSeconds ?? 0) && gate.inFlight === 0 && gate.backlog === 0
  }

  /** Never puts off a wake-up that is already set: answers that come thick and fast must not hold up what is due. */
  #arm(nowSeconds: number): void {
    if (this.#isSpinning) return
    const seconds = this.#isOver(nowSeconds) ? 0 : this.#sleepSeconds(nowSeconds)
    if (this.#alarm && nowSeconds + seconds >= this.#wakeSeconds) return
    this.#disarm()
    this.#wakeSeconds = nowSeconds + seconds
    if (seconds > 0) this.#alarm = this.#options.timers.sleep(seconds, this.#wake)
    else this.#spin(nowSeconds)
  }

  #disarm(): void {
    if (this.#alarm) this.#options.timers.cancel(this.#alarm)
    this.#alarm = undefined
  }

  #spin(nowSeconds: number): void {
    this.#isSpinning = true
    this.#spinningSince = nowSeconds
    this.#options.timers.soon(this.#wake)
  }

  #sleepSeconds(nowSeconds: number): number {
    const { gate, precision, drainSeconds } = this.#options
    const endSeconds = this.#stage?.endSeconds ?? 0
    const stageSeconds = nowSeconds < endSeconds ? endSeconds : endSeconds + drainSeconds
    const deadlineSeconds = Math.min(gate.nextDeadlineSeconds(), stageSeconds)
    const dueSeconds = this.#nextDueSeconds()
    // With no connection to hand it to, an arrival is in time for the queue with a plain timer.
    const spacingSeconds = dueSeconds - this.#lastDueSeconds
    const dueIn = gate.hasIdleConnection
      ? nextWake(dueSeconds - nowSeconds, spacingSeconds, precision)
      : coarseWake(dueSeconds - nowSeconds)
    return Math.min(dueIn, coarseWake(deadlineSeconds - nowSeconds))
  }

  #finished(): void {
    this.#disarm()
    this.#stage = undefined
    this.#finish?.()
  }
}
