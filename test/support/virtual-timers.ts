// Time that passes only when a test advances it. A turn of the event loop takes ten microseconds, a timer is exact.

import type { Alarm, Timers } from '../../load/timers.ts'

const TURN_SECONDS = 1e-5

interface Pending {
  readonly atSeconds: number
  readonly order: number
  readonly wake: () => void
}

export class VirtualTimers implements Timers {
  #nowSeconds: number
  #order = 0
  readonly #pending = new Set<Pending>()
  /** How often somebody was woken. */
  wakes = 0
  /** How often a sleep was begun that has to be precise. */
  sleeps = 0

  constructor(nowSeconds = 0) {
    this.#nowSeconds = nowSeconds
  }

  nowSeconds(): number {
    return this.#nowSeconds
  }

  sleep(seconds: number, wake: () => void): Alarm {
    this.sleeps++
    return this.#add(seconds, wake)
  }

  #add(seconds: number, wake: () => void): Pending {
    const pending = { atSeconds: this.#nowSeconds + seconds, order: this.#order++, wake }
    this.#pending.add(pending)
    return pending
  }

  sleepCoarsely(seconds: number, wake: () => void): Alarm {
    return this.#add(seconds, wake)
  }

  soon(wake: () => void): void {
    this.#add(TURN_SECONDS, wake)
  }

  cancel(alarm: Alarm): void {
    this.#pending.delete(alarm as Pending)
  }

  /** Runs everything that is due until then, in order. */
  advanceTo(seconds: number): void {
    for (let next = this.#earliest(); next && next.atSeconds <= seconds; next = this.#earliest()) {
      this.#pending.delete(next)
      this.#nowSeconds = Math.max(this.#nowSeconds, next.atSeconds)
      this.wakes++
      next.wake()
    }
    this.#nowSeconds = Math.max(this.#nowSeconds, seconds)
  }

  #earliest(): Pending | undefined {
    let earliest: Pending | undefined
    for (const pending of this.#pending) {
      const isEarlier =
        !earliest ||
        pending.atSeconds < earliest.atSeconds ||
        (pending.atSeconds === earliest.atSeconds && pending.order < earliest.order)
      if (isEarlier) earliest = pending
    }
    return earliest
  }
}
