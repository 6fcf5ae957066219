// Service times by phase and by how a request got its connection. Whether more connections would have helped is read from
// them: a service that takes as long for a request sent into idle connections as for one sent into the queue is not slowed
// down by the load.

import { LatencyColumn } from '../../core/latency/latency-column.ts'
import { type LatencyCounts, withUnbounded } from '../../core/latency/latency-counts.ts'
import { LatencyHistogram } from '../../core/latency/latency-histogram.ts'
import type { PackedLatencies } from '../../core/latency/packed-latencies.ts'
import type { ConnectionUse } from '../../core/run/load-result.ts'
import { COMPLETED, TIMEOUT } from './outcome.ts'
import { type RequestTimings, SEND_STATES, timingsCount } from './timings.ts'

const SPARE = SEND_STATES.indexOf('spare')
const WAITED = SEND_STATES.indexOf('waited')

/** Of one phase, to be added to that of other generators. */
export interface SealedUse {
  readonly phase: number
  readonly spare: SealedServiceTimes
  readonly waited: SealedServiceTimes
}

interface SealedServiceTimes {
  readonly times: PackedLatencies
  readonly timeouts: number
}

export class ConnectionUses {
  readonly #phases = new Map<number, { readonly spare: ServiceTimes; readonly waited: ServiceTimes }>()

  add(timings: RequestTimings): void {
    for (let row = 0; row < timingsCount(timings); row++) this.#addRow(timings, row)
    for (const { spare, waited } of this.#phases.values()) {
      spare.count()
      waited.count()
    }
  }

  addSealed(uses: readonly SealedUse[]): void {
    for (const { phase, spare, waited } of uses) {
      const times = this.#phase(phase)
      times.spare.addSealed(spare)
      times.waited.addSealed(waited)
    }
  }

  sealed(): SealedUse[] {
    return [...this.#phases].map(([phase, { spare, waited }]) => ({
      phase,
      spare: spare.sealed(),
      waited: waited.sealed(),
    }))
  }

  result(): ConnectionUse[] {
    return [...this.#phases]
      .sort(([left], [right]) => left - right)
      .map(([phase, { spare, waited }]) => ({ phase, spare: spare.latencies(), waited: waited.latencies() }))
  }

  #addRow(timings: RequestTimings, row: number): void {
    const sendState = timings.sendState[row] as number
    if (sendState !== SPARE && sendState !== WAITED) return
    const phase = this.#phase(timings.phase[row] as number)
    const times = sendState === SPARE ? phase.spare : phase.waited
    const outcome = timings.outcome[row] as number
    if (outcome === TIMEOUT) times.timeouts++
    else if (outcome === COMPLETED)
      times.column.add(Math.max(0, (timings.endedSeconds[row] as number) - (timings.sentSeconds[row] as number)))
  }

  #phase(phase: number): { readonly spare: ServiceTimes; readonly waited: ServiceTimes } {
    let times = this.#phases.get(phase)
    if (!times) {
      times = { spare: new ServiceTimes(), waited: new ServiceTimes() }
      this.#phases.set(phase, times)
    }
    return times
  }
}

class ServiceTimes {
  readonly column = new LatencyColumn()
  timeouts = 0
  readonly #histogram = new LatencyHistogram()

  count(): void {
    this.column.countInto(this.#histogram)
  }

  addSealed({ times, timeouts }: SealedServiceTimes): void {
    this.#histogram.recordPacked(times)
    this.timeouts += timeouts
  }

  sealed(): SealedServiceTimes {
    return { times: this.#histogram.packed(), timeouts: this.timeouts }
  }

  latencies(): LatencyCounts {
    return withUnbounded(this.#histogram.latencies(), this.timeouts)
  }
}
