// Which user is due when.

import { BinaryHeap } from '../../core/binary-heap.ts'

interface Entry {
  readonly seconds: number
  readonly user: number
}

export class DueQueue {
  readonly #heap = new BinaryHeap<Entry>(isEarlier)

  /** Infinity where the queue is empty. */
  earliestSeconds(): number {
    return this.#heap.earliest?.seconds ?? Number.POSITIVE_INFINITY
  }

  add(seconds: number, user: number): void {
    this.#heap.add({ seconds, user })
  }

  /** Removes the earliest. @throws RangeError where the queue is empty */
  take(): number {
    const earliest = this.#heap.take()
    if (earliest === undefined) throw new RangeError('queue is empty')
    return earliest.user
  }
}

/** Of two users who are due at once, the one with the lower number comes first. */
function isEarlier(entry: Entry, than: Entry): boolean {
  return entry.seconds < than.seconds || (entry.seconds === than.seconds && entry.user < than.user)
}
