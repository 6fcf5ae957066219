// The service that a run judges: the bundled server as a child process, or somebody's own. The harness treats both
// alike; what only the bundled one can do (faults, an exact record) is a no-op for the other.

import type { BucketLayout } from '../core/bucket-layout.ts'
import type { ExactRecord } from '../core/exact-record.ts'
import type { Scenario } from '../core/scenario.ts'
import type { ServerBehaviour } from '../core/server-behaviour.ts'
import type { MetricsTarget, Target } from '../core/target.ts'
import { launchServer } from '../server/launch-server.ts'

export interface ServiceUnderTest {
  readonly url: string
  readonly verifyTls: boolean
  /** Null where only the client's witness is to be heard. */
  readonly metrics: MetricsTarget | null
  /** Switches the faults of that phase on and all others off. */
  enterPhase(phaseName: string | null): Promise<void>
  /** Starts the exact record anew; its seconds count from `zeroSeconds` on the monotonic axis. */
  beginRecord(zeroSeconds: number): Promise<void>
  collectRecord(): Promise<ExactRecord | null>
  /** Resolves with a sentence if the service dies by itself; never rejects, never resolves for a foreign one. */
  readonly death: Promise<string>
  close(): Promise<void>
}

export interface BundledOptions {
  readonly behaviour: ServerBehaviour
  readonly seed: number
  readonly extraLayouts: readonly BucketLayout[]
}

/** The bundled server's histogram. */
export const BUNDLED_HISTOGRAM = 'model_latency_seconds'

export async function launchBundledServer({ behaviour, seed, extraLayouts }: BundledOptions): Promise<ServiceUnderTest> {
  const server = await launchServer({ host: '127.0.0.1', apiPort: 0, metricsPort: 0, behaviour, seed, extraLayouts })
  let closing = false
  let active: ReturnType<typeof faultsDuring> = []
  return {
    url: server.apiUrl,
    verifyTls: true,
    metrics: { urls: [server.metricsUrl], histogram: BUNDLED_HISTOGRAM, match: '', requests: [] },
    async enterPhase(phaseName) {
      const wanted = faultsDuring(behaviour, phaseName)
      if (wanted.length === 0 && active.length === 0) return
      active = wanted
      await server.setFaults(wanted)
    },
    beginRecord: (zeroSeconds) => server.beginRecord(zeroSeconds),
    collectRecord: () => server.collectRecord(),
    death: new Promise((resolve) => {
      server.exited.then(({ code, signal }) => {
        if (!closing) resolve(`the server died during the run (${signal === null ? `exit code ${code}` : signal})`)
      })
    }),
    async close() {
      closing = true
      await server.stop()
    },
  }
}

export function foreignService(target: Target): ServiceUnderTest {
  const nothing = async (): Promise<void> => undefined
  return {
    url: target.url,
    verifyTls: target.verifyTls,
    metrics: target.metrics,
    enterPhase: nothing,
    beginRecord: nothing,
    collectRecord: async () => null,
    death: new Promise(() => undefined),
    close: nothing,
  }
}

function faultsDuring(behaviour: ServerBehaviour, phaseName: string | null) {
  return behaviour.faults.filter(({ during }) => during === phaseName).map(({ fault }) => fault)
}

export function isBundled(scenario: Scenario): boolean {
  return scenario.service.kind === 'bundled'
}
