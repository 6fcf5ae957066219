// Virtual time: what is to happen when. Nothing passes between two entries, so that an hour takes as long as what happens
// in it. Entries of one instant run in the order in which they were made. Seconds, on an axis of the simulation's own.

import type { Alarm, Timers } from '../../load/timers.ts'

interface Entry {
  readonly seconds: number
  readonly number: number
  /** Undefined where it was cancelled. */
  run: (() => void) | undefined
}

export class Agenda {
  /** A binary heap, the earliest at its root. */
  readonly #heap: Entry[] = []
  #nowSeconds: number
  #made = 0

  constructor(startSeconds: number) {
    this.#nowSeconds = startSeconds
  }

  get nowSeconds(): number {
    return this.#nowSeconds
  }

  /** What lies in the past happens now. @returns cancels it */
  at(seconds: number, run: () => void): () => void {
    if (Number.isNaN(seconds)) throw new RangeError('expected an instant, got NaN')
    const entry: Entry = { seconds: Math.max(seconds, this.#nowSeconds), number: this.#made++, run }
    this.#heap.push(entry)
    this.#rise(this.#heap.length - 1)
    return () => {
      entry.run = undefined
    }
  }

  /** @returns cancels it */
  in(seconds: number, run: () => void): () => void {
    return this.at(this.#nowSeconds + seconds, run)
  }

  /** Lets things happen until `isOver`, which is asked after each. @throws Error where nothing is left to happen before */
  runUntil(isOver: () => boolean): void {
    while (!isOver()) {
      const entry = this.#take()
      if (entry === undefined) throw new Error('the simulation stands still: nothing is left that could end it')
      const { run, seconds } = entry
      if (run === undefined) continue
      this.#nowSeconds = seconds
      run()
    }
  }

  #take(): Entry | undefined {
    const earliest = this.#heap[0]
    const last = this.#heap.pop()
    if (last !== undefined && this.#heap.length > 0) {
      this.#heap[0] = last
      this.#sink(0)
    }
    return earliest
  }

  #rise(from: number): void {
    let index = from
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!this.#isEarlier(index, parent)) return
      this.#swap(index, parent)
      index = parent
    }
  }

  #sink(from: number): void {
    let index = from
    for (;;) {
      let earliest = index
      const left = 2 * index + 1
      if (left < this.#heap.length && this.#isEarlier(left, earliest)) earliest = left
      if (left + 1 < this.#heap.length && this.#isEarlier(left + 1, earliest)) earliest = left + 1
      if (earliest === index) return
      this.#swap(index, earliest)
      index = earliest
    }
  }

  #isEarlier(a: number, b: number): boolean {
    const [left, right] = [this.#heap[a] as Entry, this.#heap[b] as Entry]
    return left.seconds < right.seconds || (left.seconds === right.seconds && left.number < right.number)
  }

  #swap(a: number, b: number): void {
    const [left, right] = [this.#heap[a] as Entry, this.#heap[b] as Entry]
    this.#heap[a] = right
    this.#heap[b] = left
  }
}

/** The generator's timers in virtual time. A sleep always takes some time, however short: what waits for it gets on. */
export function virtualTimers(agenda: Agenda): Timers {
  const cancels = new WeakMap<Alarm, () => void>()
  const sleep = (seconds: number, wake: () => void): Alarm => {
    const alarm: Alarm = {}
    const now = agenda.nowSeconds
    cancels.set(alarm, agenda.at(Math.max(now + seconds, justAfter(now)), wake))
    return alarm
  }
  return {
    nowSeconds: () => agenda.nowSeconds,
    sleep,
    sleepCoarsely: sleep,
    soon: (wake) => {
      agenda.in(0, wake)
    },
    cancel: (alarm) => cancels.get(alarm)?.(),
  }
}

function justAfter(seconds: number): number {
  return seconds + Number.EPSILON * Math.max(1, Math.abs(seconds))
}
