// Virtual time: what is to happen when. Nothing passes between two entries, so that an hour takes as long as what happens
// in it. Entries of one instant run in the order in which they were made. Seconds, on an axis of the simulation's own.

import { BinaryHeap } from '../../core/binary-heap.ts'
import type { Alarm, Timers } from '../../load/timers.ts'

interface Entry {
  readonly seconds: number
  readonly number: number
  /** Undefined where it was cancelled. */
  run: (() => void) | undefined
}

export class Agenda {
  readonly #heap = new BinaryHeap<Entry>(isEarlier)
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
    this.#heap.add(entry)
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
      const entry = this.#heap.take()
      if (entry === undefined) throw new Error('the simulation stands still: nothing is left that could end it')
      const { run, seconds } = entry
      if (run === undefined) continue
      this.#nowSeconds = seconds
      run()
    }
  }
}

function isEarlier(entry: Entry, than: Entry): boolean {
  return entry.seconds < than.seconds || (entry.seconds === than.seconds && entry.number < than.number)
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
