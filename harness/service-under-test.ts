// The service that a run judges: the bundled server as a child process, or the user's own service. The harness treats
// both alike; faults and the exact record, which only the bundled server has, are no-ops for the other.

import { assertNever } from '../core/assert-never.ts'
import type { BucketLayout } from '../core/histogram/bucket-layout.ts'
import type { Route } from '../core/route/route.ts'
import type { ExactRecord } from '../core/run/exact-record.ts'
import type { ServerBehaviour } from '../core/scenario/server-behaviour.ts'
import type { MetricsTarget } from '../core/scenario/target.ts'
import { faultsDuring } from '../server/faults/faults-during.ts'
import { nonEphemeralPorts } from '../server/process/non-ephemeral-ports.ts'
import { RestartableServer } from '../server/process/restartable-server.ts'
import type { RunSetup } from './setup/run-setup.ts'
import { bundledMetrics } from './target/bundled-metrics.ts'
import { type ReachedTarget, reachTarget } from './target/reach-target.ts'

export interface ServiceUnderTest {
  readonly url: string
  /** Absent where the URL alone says how it is reached. */
  readonly route?: Route
  /** The Host header, where it is not the URL's host. */
  readonly host?: string
  /** What the user should know before anything is sent. Absent where there is nothing. */
  readonly warnings?: readonly string[]
  /** Null where the scenario names no metrics: only the client measures. */
  readonly metrics: MetricsTarget | null
  /** Restarts the server where the phase begins with a restart, then switches on its faults and no others. */
  enterPhase(phaseName: string | null): Promise<void>
  /** Starts a new exact record, whose seconds count from `runStartSeconds` on the monotonic clock. */
  beginRecord(runStartSeconds: number): Promise<void>
  collectRecord(): Promise<ExactRecord | null>
  /** Resolves with a sentence if the bundled server exits by itself. It never rejects. */
  readonly unexpectedExit: Promise<string>
  close(): Promise<void>
}

const LOOPBACK = '127.0.0.1'

/** @throws UserError where the server cannot be started, or the target cannot be reached as it is written */
export async function openService(setup: RunSetup): Promise<ServiceUnderTest> {
  const { service, load } = setup.scenario
  switch (service.kind) {
    case 'bundled':
      return launchBundledServer(service.behaviour, load.seed, setup.extraLayouts)
    case 'target':
      return foreignService(await reachTarget(service.target, setup))
    default:
      return assertNever(service)
  }
}

async function launchBundledServer(
  behaviour: ServerBehaviour,
  seed: number,
  extraLayouts: readonly BucketLayout[],
): Promise<ServiceUnderTest> {
  const [apiPort = 0, metricsPort = 0] = behaviour.restarts.length === 0 ? [] : await nonEphemeralPorts(LOOPBACK, 2)
  const server = await RestartableServer.launch({ host: LOOPBACK, apiPort, metricsPort, behaviour, seed, extraLayouts })
  let active: ReturnType<typeof faultsDuring> = []
  return {
    url: server.apiUrl,
    metrics: bundledMetrics(`${server.metricsUrl}/metrics`),
    async enterPhase(phaseName) {
      if (phaseName !== null && behaviour.restarts.includes(phaseName)) {
        active = []
        await server.restart()
      }
      const wanted = faultsDuring(behaviour, phaseName)
      if (wanted.length === 0 && active.length === 0) return
      active = wanted
      await server.setFaults(wanted)
    },
    beginRecord: (runStartSeconds) => server.beginRecord(runStartSeconds),
    collectRecord: () => server.collectRecord(),
    unexpectedExit: server.unexpectedExit,
    close: () => server.stop(),
  }
}

function foreignService({ target, route, warnings }: ReachedTarget): ServiceUnderTest {
  const nothing = async (): Promise<void> => undefined
  return {
    url: target.url,
    ...(route && { route }),
    ...(target.host !== undefined && { host: target.host }),
    warnings,
    metrics: target.metrics,
    enterPhase: nothing,
    beginRecord: nothing,
    collectRecord: async () => null,
    unexpectedExit: new Promise(() => undefined),
    close: nothing,
  }
}
