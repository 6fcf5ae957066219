// The canonical stall (HdrHistogram, wrk2): a service that answers at once but freezes for f out of T seconds, under a
// steady rate. Of the requests that come during the freeze, one that comes u seconds before its end waits u. So the
// longest waits are f, and the share of requests that wait longer than w is (f − w) / T: the P95 is f − 0.05 · T.
// A closed loop sends next to nothing during the freeze, and calls the same service fast.

import { expect, it } from 'vitest'
import { systemClock } from '../../../core/clock.ts'
import { latencyQuantile } from '../../../core/latency/latency-counts.ts'
import { slaLatencies } from '../../../core/run/load-result.ts'
import type { Phase } from '../../../core/scenario/load-plan.ts'
import { runLoad } from '../../../load/run-load.ts'
import { ChaosServer } from '../../support/chaos-server.ts'
import { loadPlan, openPhase, requestTemplate } from '../../support/load-plan.ts'

const SECONDS = 6

/** Response-time P95, and how long the freeze was in fact. */
async function withStall(phase: Phase) {
  const server = await new ChaosServer().start()
  let freezeSeconds = Number.NaN
  const stall = async () => {
    await systemClock.sleep(1)
    const fromSeconds = systemClock.nowSeconds()
    server.freeze()
    await systemClock.sleep(2)
    server.thaw()
    freezeSeconds = systemClock.nowSeconds() - fromSeconds
  }
  const plan = loadPlan(server.url, {
    connections: 220,
    timeoutSeconds: 10,
    requests: [requestTemplate({ path: '/freezable' })],
    phases: [phase],
  })
  const hooks = {
    onEpoch: () => {},
    beforeMeasured: async () => {},
    onPhaseStart: () => void stall(),
    onProgress: () => {},
  }
  const { slots } = await runLoad(plan, hooks).result
  await server.kill()
  return { p95: latencyQuantile(slaLatencies(slots, 'responseTime'), 0.95), freezeSeconds }
}

it.concurrent('an open loop measures the P95 that users had during a stall, within 5%', async () => {
  const { p95, freezeSeconds } = await withStall(openPhase({ rate: 100, durationSeconds: SECONDS }))
  const expected = freezeSeconds - 0.05 * SECONDS
  expect(Math.abs(p95 / expected - 1)).toBeLessThan(0.05)
})

it.concurrent('a closed loop of two users misses most of a stall', async () => {
  const traffic = { kind: 'closed', users: 2, thinkSeconds: 0.01 } as const
  const { p95 } = await withStall(openPhase({ durationSeconds: SECONDS, traffic }))
  expect(p95).toBeLessThan(0.2)
})
