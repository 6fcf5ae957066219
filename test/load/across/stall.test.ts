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
import { quantileOfSorted } from '../../support/quantile-of-sorted.ts'

const SECONDS = 6

/** What a run measured, and when the service was frozen and answered in fact. */
async function withStall(phase: Phase) {
  const server = await new ChaosServer().start()
  let [freezeSeconds, epochSeconds] = [Number.NaN, Number.NaN]
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
    onEpoch: (seconds: number) => {
      epochSeconds = seconds
    },
    beforeMeasured: async () => {},
    onPhaseStart: () => void stall(),
    onProgress: () => {},
  }
  const { slots, phases, generator } = await runLoad(plan, hooks).result
  await server.kill()
  return {
    p95: latencyQuantile(slaLatencies(slots, 'responseTime'), 0.95),
    freezeSeconds,
    startSeconds: epochSeconds + (phases[0]?.startSeconds ?? Number.NaN),
    answeredSeconds: server.thawedSeconds,
    /** The longest for which an answer that was there was not read. */
    unreadSeconds: generator.eventLoopDelay.maxSeconds,
  }
}

it.concurrent('an open loop measures the P95 that users had during a stall, within 5%', async () => {
  const run = await withStall(openPhase({ rate: 100, durationSeconds: SECONDS }))
  // Never less than the freeze alone makes it, on whatever machine.
  expect(run.p95).toBeGreaterThan(0.95 * (run.freezeSeconds - 0.05 * SECONDS))
  // More only for what the service itself was late with its answers, and the client with reading them, on a busy machine.
  expect(run.answeredSeconds).toHaveLength(100 * SECONDS)
  const waits = run.answeredSeconds.map((seconds, i) => seconds - run.startSeconds - (i + 0.5) / 100)
  const answeredP95 = quantileOfSorted(
    waits.sort((a, b) => a - b),
    0.95,
  )
  expect(run.p95).toBeLessThan(1.05 * answeredP95 + run.unreadSeconds)
})

it.concurrent('a closed loop of two users misses most of a stall', async () => {
  const traffic = { kind: 'closed', users: 2, thinkSeconds: 0.01 } as const
  const { p95 } = await withStall(openPhase({ durationSeconds: SECONDS, traffic }))
  expect(p95).toBeLessThan(0.2)
})
