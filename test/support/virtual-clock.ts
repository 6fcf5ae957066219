// A clock whose time passes only when a test advances it: sleepers wake in the order of their times, and everything that follows
// from a wake-up happens before the next one.

import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../../core/clock.ts'

interface Sleeper {
  readonly wakeSeconds: number
  readonly wake: () => void
}

export class VirtualClock implements Clock {
  #nowSeconds: number
  readonly #sleepers = new Set<Sleeper>()

  constructor(nowSeconds = 0) {
    this.#nowSeconds = nowSeconds
  }

  nowSeconds(): number {
    return this.#nowSeconds
  }

  sleep(seconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wakeSeconds = this.#nowSeconds + Math.max(0, seconds)
      const sleeper = { wakeSeconds, wake: () => done() }
      const done = () => {
        this.#sleepers.delete(sleeper)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      if (signal?.aborted) return resolve()
      signal?.addEventListener('abort', done, { once: true })
      this.#sleepers.add(sleeper)
    })
  }

  /** Lets time pass up to an instant. */
  async advanceTo(seconds: number): Promise<void> {
    await settled()
    for (let next = this.#next(); next && next.wakeSeconds <= seconds; next = this.#next()) {
      this.#nowSeconds = Math.max(this.#nowSeconds, next.wakeSeconds)
      next.wake()
      await settled()
    }
    this.#nowSeconds = seconds
  }

  #next(): Sleeper | undefined {
    return [...this.#sleepers].sort((a, b) => a.wakeSeconds - b.wakeSeconds)[0]
  }
}

/** Everything that was to happen without time passing has happened. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await setImmediate()
}
