// For how much of each second the server waited for a core. A simulated model that is not woken in time is slower than
// its script says, and that is the machine's doing.

import type { Clock } from '../../core/clock.ts'
import type { CoreWait } from '../../core/run/exact-record.ts'

const INTERVAL_SECONDS = 1

export class CoreWaitMeter {
  readonly #clock: Clock
  readonly #waitedSeconds: () => number
  #over = new AbortController()
  #waits: CoreWait[] = []

  /** @param waitedSeconds so far, ever growing */
  constructor(clock: Clock, waitedSeconds: () => number) {
    this.#clock = clock
    this.#waitedSeconds = waitedSeconds
  }

  /** Forgets everything and measures until `stop`. @param epochSeconds the instant of second 0 on the clock's axis */
  begin(epochSeconds: number): void {
    this.stop()
    this.#over = new AbortController()
    this.#waits = []
    void this.#measure(epochSeconds, this.#over.signal)
  }

  stop(): void {
    this.#over.abort()
  }

  waits(): readonly CoreWait[] {
    return [...this.#waits]
  }

  async #measure(epochSeconds: number, signal: AbortSignal): Promise<void> {
    let [startSeconds, waited] = [this.#clock.nowSeconds(), this.#waitedSeconds()]
    while (!signal.aborted) {
      await this.#clock.sleep(INTERVAL_SECONDS, signal)
      const [endSeconds, waitedNow] = [this.#clock.nowSeconds(), this.#waitedSeconds()]
      if (signal.aborted || !(endSeconds > startSeconds)) return
      const share = Math.min(1, (waitedNow - waited) / (endSeconds - startSeconds))
      this.#waits.push({ startSeconds: startSeconds - epochSeconds, endSeconds: endSeconds - epochSeconds, share })
      ;[startSeconds, waited] = [endSeconds, waitedNow]
    }
  }
}
