// The instrumented model server in this process: the API on one port, /metrics on another.

import { systemClock } from '../core/clock.ts'
import type { BucketLayout } from '../core/histogram/bucket-layout.ts'
import { randomStream } from '../core/random.ts'
import type { ExactRecord } from '../core/run/exact-record.ts'
import type { ServerBehaviour } from '../core/scenario/server-behaviour.ts'
import { UserError } from '../core/user-error.ts'
import { ActiveFaults } from './faults/active-faults.ts'
import { createApi } from './http/api.ts'
import { type Listener, listen } from './http/listener.ts'
import { createMetricsApi } from './http/metrics-api.ts'
import { readTrace } from './latency/read-trace.ts'
import { latencySampler } from './latency/sampler.ts'
import { ExactRecorder } from './metrics/exact-recorder.ts'
import { createMetrics } from './metrics/metrics.ts'
import { SimulatedModel } from './model/simulated-model.ts'
import { WorkerSlots } from './model/worker-slots.ts'
import { CLOSE_GRACE_SECONDS } from './process/protocol.ts'

export interface ServerOptions {
  readonly host: string
  /** 0: any free one. */
  readonly apiPort: number
  readonly metricsPort: number
  /** Its scheduled faults are not switched on here: whoever knows the phases does it, over the control endpoint. */
  readonly behaviour: ServerBehaviour
  readonly seed: number
  /** Opens /control on the metrics port, and keeps the exact record; null for neither. */
  readonly controlToken: string | null
  /** Further histograms of the same observations, named by `layoutMetric`. */
  readonly extraLayouts?: readonly BucketLayout[]
}

export interface RunningServer {
  readonly apiUrl: string
  /** Without the path: `/metrics` is below it. */
  readonly metricsUrl: string
  /** Everything since its beginning; undefined before, and where no record is kept. May be asked after the close. */
  collectRecord(): ExactRecord | undefined
  /** Accepts nothing more, lets requests in flight finish for 5 s, then cuts what is left. Idempotent. */
  close(): Promise<void>
}

/**
 * @throws UserError for a taken port, an impossible host or an unreadable trace
 * @throws RangeError for a behaviour whose numbers make no sense
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { api, metricsApi, recorder } = assemble(options)
  const apiListener = await listen({ host: options.host, port: options.apiPort, purpose: 'the API' }, api)
  const metricsListener = await listenBeside(apiListener, options, metricsApi)
  let closed: Promise<unknown> | undefined
  return {
    apiUrl: apiListener.url,
    metricsUrl: metricsListener.url,
    collectRecord: () => recorder.collect(),
    close: async () => {
      closed ??= Promise.all([apiListener, metricsListener].map((listener) => listener.close(CLOSE_GRACE_SECONDS)))
      await closed
    },
  }
}

function assemble({ behaviour, seed, controlToken, extraLayouts }: ServerOptions) {
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
  const control = controlToken === null ? null : { token: controlToken, faults, recorder }
  return { api, metricsApi: createMetricsApi(registry, control), recorder }
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
