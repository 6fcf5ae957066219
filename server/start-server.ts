// The instrumented model server in this process: the API on one port, /metrics on another.

import { systemClock } from '../core/clock.ts'
import { randomStream } from '../core/random.ts'
import type { ExactRecord } from '../core/run/exact-record.ts'
import type { Fault } from '../core/scenario/server-behaviour.ts'
import { threadTime } from '../core/thread-time.ts'
import { UserError } from '../core/user-error.ts'
import { ActiveFaults } from './faults/active-faults.ts'
import { createApi } from './http/api.ts'
import { type Listener, listen } from './http/listener.ts'
import { createMetricsApi } from './http/metrics-api.ts'
import { latencySampler } from './latency/models.ts'
import { readTrace } from './latency/read-trace.ts'
import { CoreWaitMeter } from './metrics/core-wait-meter.ts'
import { ExactRecorder } from './metrics/exact-recorder.ts'
import { createMetrics } from './metrics/metrics.ts'
import { SimulatedModel } from './model/simulated-model.ts'
import { WorkerSlots } from './model/worker-slots.ts'
import { CLOSE_GRACE_SECONDS, type ServerOptions, type ServerUrls } from './server-options.ts'

export interface RunningServer extends ServerUrls {
  /** Replaces the faults that are on; an empty list switches all off. */
  setFaults(faults: readonly Fault[]): void
  /** Forgets earlier observations. @param epochSeconds the instant of second 0, on the axis of core/clock.ts */
  beginRecord(epochSeconds: number): void
  /** Everything observed since `beginRecord`; may be called after the close. @throws Error where none was begun */
  collectRecord(): ExactRecord
  /** Accepts nothing more, lets requests in flight finish for 5 s, then cuts what is left. Idempotent. */
  close(): Promise<void>
}

/**
 * @throws UserError for a taken port, an impossible host or an unreadable trace
 * @throws RangeError for a behaviour whose numbers make no sense
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { api, metricsApi, faults, recorder } = assemble(options)
  const coreWaits = new CoreWaitMeter(systemClock, () => threadTime().waitingForCoreSeconds)
  const apiListener = await listen({ host: options.host, port: options.apiPort, purpose: 'the API' }, api)
  const metricsListener = await listenBeside(apiListener, options, metricsApi)
  let closed: Promise<unknown> | undefined
  return {
    apiUrl: apiListener.url,
    metricsUrl: metricsListener.url,
    setFaults: (list) => faults.set(list),
    beginRecord: (epochSeconds) => {
      recorder.begin(epochSeconds)
      coreWaits.begin(epochSeconds)
    },
    collectRecord: () => ({ ...recorder.collect(), coreWaits: coreWaits.waits() }),
    close: async () => {
      coreWaits.stop()
      closed ??= Promise.all([apiListener, metricsListener].map((listener) => listener.close(CLOSE_GRACE_SECONDS)))
      await closed
    },
  }
}

function assemble({ behaviour, seed, extraLayouts }: ServerOptions) {
  const { registry, observer } = createMetrics(behaviour.layout, extraLayouts)
  const faults = new ActiveFaults(randomStream(seed, 'server/faults'))
  const recorder = new ExactRecorder(systemClock.nowSeconds)
  const nextLatency = latencySampler(behaviour.latency, randomStream(seed, 'server/latency'), readTrace)
  const api = createApi({
    model: new SimulatedModel(new WorkerSlots(behaviour.concurrency), nextLatency, faults),
    stall: faults.stall,
    random: randomStream(seed, 'server/prediction'),
    observer: {
      arrived: observer.arrived,
      ended: (seconds, outcome) => {
        observer.ended(seconds, outcome)
        recorder.record(seconds)
      },
    },
  })
  return { api, metricsApi: createMetricsApi(registry), faults, recorder }
}

async function listenBeside(
  apiListener: Listener,
  { host, apiPort, metricsPort }: ServerOptions,
  metricsApi: Parameters<typeof listen>[1],
): Promise<Listener> {
  try {
    if (metricsPort !== 0 && metricsPort === apiPort)
      throw new UserError(`the API and the metrics need a port each, got ${apiPort} for both`)
    return await listen({ host, port: metricsPort, purpose: 'the metrics' }, metricsApi)
  } catch (error) {
    await apiListener.close(0)
    throw error
  }
}
