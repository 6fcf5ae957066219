// What opening the connections took, counted: connections are few, and no request has a row for it.

import { LatencyHistogram } from '../../core/latency/latency-histogram.ts'
import type { ConnectionTimes } from '../../core/run/load-result.ts'
import type { OpenTimes } from '../connections/connection.ts'

export class OpenTimesRecorder implements OpenTimes {
  readonly #connect = new LatencyHistogram()
  readonly #tls = new LatencyHistogram()

  add(connectSeconds: number, tlsSeconds: number | null): void {
    this.#connect.record(connectSeconds)
    if (tlsSeconds !== null) this.#tls.record(tlsSeconds)
  }

  times(): ConnectionTimes {
    return { connectTime: this.#connect.latencies(), tlsTime: this.#tls.latencies() }
  }
}
