// How late the generators sent their requests, over the measured phases. Requests that were never sent do not count.

import { LatencyColumn } from '../../core/latency/latency-column.ts'
import type { LatencyCounts } from '../../core/latency/latency-counts.ts'
import { LatencyHistogram } from '../../core/latency/latency-histogram.ts'
import type { PackedLatencies } from '../../core/latency/packed-latencies.ts'
import { type RequestTimings, timingsCount } from './timings.ts'

/** Of the measured phases, to be added to those of other generators. */
export interface SealedDelays {
  readonly dispatchDelay: PackedLatencies
  readonly sendLag: PackedLatencies
}

export class DispatchDelays {
  readonly #isMeasured: (phase: number) => boolean
  readonly #dispatchDelay = new LatencyHistogram()
  readonly #sendLag = new LatencyHistogram()
  readonly #dispatchDelays = new LatencyColumn()
  readonly #sendLags = new LatencyColumn()

  constructor(isMeasured: (phase: number) => boolean) {
    this.#isMeasured = isMeasured
  }

  add(timings: RequestTimings): void {
    for (let row = 0; row < timingsCount(timings); row++) this.#addRow(timings, row)
    this.#dispatchDelays.countInto(this.#dispatchDelay)
    this.#sendLags.countInto(this.#sendLag)
  }

  addSealed({ dispatchDelay, sendLag }: SealedDelays): void {
    this.#dispatchDelay.recordPacked(dispatchDelay)
    this.#sendLag.recordPacked(sendLag)
  }

  sealed(): SealedDelays {
    return { dispatchDelay: this.#dispatchDelay.packed(), sendLag: this.#sendLag.packed() }
  }

  /** Sent − intended start. */
  dispatchDelay(): LatencyCounts {
    return this.#dispatchDelay.latencies()
  }

  /** Sent − (intended start, or when a connection became free if later). */
  sendLag(): LatencyCounts {
    return this.#sendLag.latencies()
  }

  #addRow(timings: RequestTimings, row: number): void {
    const sent = timings.sentSeconds[row] as number
    if (Number.isNaN(sent) || !this.#isMeasured(timings.phase[row] as number)) return
    this.#dispatchDelays.add(Math.max(0, sent - (timings.intendedSeconds[row] as number)))
    this.#sendLags.add(Math.max(0, timings.sendLagSeconds[row] as number))
  }
}
