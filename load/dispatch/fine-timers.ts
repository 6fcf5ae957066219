// Timers for one sleeper that are precise to about a tenth of a millisecond: an alarm clock's, as long as it runs and is
// not in use, otherwise Node's own.

import type { LatencyCounts } from '../../core/latency/latency-counts.ts'
import { LatencyHistogram } from '../../core/latency/latency-histogram.ts'
import type { Alarm, Timers } from '../timers.ts'
import type { AlarmClock, StartAlarmClock } from './alarm-clock.ts'

interface FineAlarm {
  readonly number: number
  readonly dueSeconds: number
  readonly wake: () => void
}

export class FineTimers implements Timers {
  readonly #coarse: Timers
  readonly #clock: AlarmClock
  readonly #lateness = new LatencyHistogram()
  #runs = false
  #pending: FineAlarm | undefined

  constructor(coarse: Timers, start: StartAlarmClock) {
    this.#coarse = coarse
    this.#clock = start({ rang: (number) => this.#rang(number), ended: () => this.#ended() })
  }

  /** Whether sleeps are precise. */
  get runs(): boolean {
    return this.#runs
  }

  /** CPU time of the alarm clock so far. */
  get cpuSeconds(): number {
    return this.#clock.cpuSeconds
  }

  /** By how much precise sleeps were late that ended by themselves, since the start or since it was forgotten. */
  lateness(): LatencyCounts {
    return this.#lateness.latencies()
  }

  forgetLateness(): void {
    this.#lateness.reset()
  }

  nowSeconds(): number {
    return this.#coarse.nowSeconds()
  }

  sleep(seconds: number, wake: () => void): Alarm {
    if (!this.#runs || this.#pending) return this.#coarse.sleep(seconds, wake)
    const dueSeconds = this.nowSeconds() + seconds
    this.#pending = { number: this.#clock.set(dueSeconds), dueSeconds, wake }
    return this.#pending
  }

  sleepCoarsely(seconds: number, wake: () => void): Alarm {
    return this.#coarse.sleepCoarsely(seconds, wake)
  }

  soon(wake: () => void): void {
    this.#coarse.soon(wake)
  }

  cancel(alarm: Alarm): void {
    if (alarm === this.#pending) this.#pending = undefined
    else this.#coarse.cancel(alarm)
  }

  /** Ends the alarm clock. */
  close(): void {
    this.#clock.stop()
  }

  #rang(number: number): void {
    if (number === 0) this.#runs = true
    const pending = this.#pending
    // The message about an alarm may cross with one that replaces it.
    if (!pending || number !== pending.number) return
    this.#pending = undefined
    this.#lateness.record(Math.max(0, this.nowSeconds() - pending.dueSeconds))
    pending.wake()
  }

  #ended(): void {
    this.#runs = false
    const pending = this.#pending
    if (!pending) return
    this.#pending = undefined
    this.#coarse.sleep(Math.max(0, pending.dueSeconds - this.nowSeconds()), pending.wake)
  }
}
