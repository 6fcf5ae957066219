// autocannon as a connection engine: its clients are the wires.

import autocannon, { type CustomHistogram } from 'autocannon'
import type { PoolOptions } from '../connection.ts'
import type { ConnectionLife } from '../connection-life.ts'
import { destinationsOf } from '../destination.ts'
import type { AddWire, RunningEngine } from '../engine-pool.ts'
import { AutocannonClient } from './client.ts'

/** autocannon's own end and timeouts are put off for weeks; its timers can do no more than 2³¹ ms. */
const NEVER_SECONDS = 2_000_000
/** How soon `stop` takes effect. */
const SAMPLE_MS = 50

/**
 * In place of autocannon's own histograms, which nobody reads: as it ends it would deflate them, and Node 20 aborts the process
 * where a thread is ended in the middle of that.
 */
const NO_HISTOGRAM: CustomHistogram = {
  __custom: true,
  recordValue: () => {},
  recordValueWithExpectedInterval: () => {},
  reset: () => {},
  destroy: () => {},
}

export function startAutocannon(options: PoolOptions, addWire: AddWire): RunningEngine {
  const { url, route, firstAddress, connections, timers } = options
  const destinationOf = destinationsOf(url, route, firstAddress)
  let clients = 0
  const instance = autocannon({
    url: url.origin,
    connections,
    duration: NEVER_SECONDS,
    timeout: NEVER_SECONDS,
    sampleInt: SAMPLE_MS,
    histograms: { latencies: NO_HISTOGRAM, requests: NO_HISTOGRAM, throughput: NO_HISTOGRAM },
    skipAggregateResult: true,
    setupClient: (client) => {
      const own = { destination: destinationOf(clients++), nowSeconds: timers.nowSeconds }
      const connection: ConnectionLife = addWire(
        (listener) => new AutocannonClient(client, own, listener, () => connection.begin()),
      )
    },
  })
  // Nothing but `stop` settles it; a rejection must not end the process in the meantime.
  const settled = instance.then(undefined, () => {})
  return {
    stop: async () => {
      instance.stop()
      await settled
    },
  }
}
