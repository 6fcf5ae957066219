// A real run, collected twice: as rows, and as the counts that generators on other machines would hand over.

import { expect, it } from 'vitest'
import type { LoadSlot } from '../../../core/run/load-result.ts'
import { Collector } from '../../../load/collector.ts'
import { threadLinks } from '../../../load/generator/generator-links.ts'
import type { FromGenerator } from '../../../load/generator/protocol.ts'
import { type StartWorker, startWorkerThread } from '../../../load/generator/start-worker.ts'
import { sealTimings } from '../../../load/recording/seal-timings.ts'
import { type LoadHooks, runLoad } from '../../../load/run-load.ts'
import { ChaosServer } from '../../support/chaos-server.ts'
import { loadPlan, openPhase, requestTemplate } from '../../support/load-plan.ts'

const SILENT: LoadHooks = { onEpoch() {}, beforeMeasured: null, onPhaseStart() {}, onProgress() {} }

it('has the same slots, with answers of every kind and one that outlasts the seconds of others', async () => {
  const server = await new ChaosServer().start()
  try {
    const plan = loadPlan(server.url, {
      requests: ['/ok', '/status/500', '/rst', '/slow/1300'].map((path) => requestTemplate({ path })),
      phases: [
        openPhase({ name: 'warm-up', durationSeconds: 0.3, measured: false }),
        openPhase({ rate: 600, durationSeconds: 1.2 }),
      ],
      connections: 400,
      timeoutSeconds: 2,
      workers: 2,
    })
    const sealed = new Collector(plan, 2)
    let generators = 0
    const startWorker: StartWorker = (listener) => {
      const generator = generators++
      const onMessage = (message: FromGenerator) => {
        if (message.type === 'timings') sealed.add(generator, { ...message, ...sealTimings(message.timings, plan) })
        listener.onMessage(message)
      }
      return startWorkerThread({ ...listener, onMessage, onExit: (reason) => listener.onExit(reason) })
    }
    const { phases, interrupted, problems, ...result } = await runLoad(plan, SILENT, threadLinks(startWorker)).result
    const other = sealed.result([], {
      phases,
      interrupted,
      problems,
      timers: { mode: 'sparing', reason: 'asked for' },
    })
    expect(result.slots.length).toBeGreaterThan(4)
    expect(new Set(result.slots.map(({ request }) => request)).size).toBe(4)
    expect(other.slots.map(withoutSums)).toEqual(result.slots.map(withoutSums))
    expect(other.completionsPerSecond).toEqual(result.completionsPerSecond)
    expect(other.endSeconds).toBe(result.endSeconds)
    expect(other.generator.sendLag.counts).toEqual(result.generator.sendLag.counts)
    expect(other.connectionUse.map(({ spare }) => spare.counts)).toEqual(
      result.connectionUse.map(({ spare }) => spare.counts),
    )
  } finally {
    await server.kill()
  }
})

/** A sum depends in its last digits on the order in which it was added up. */
function withoutSums(slot: LoadSlot): unknown {
  return Object.fromEntries(
    Object.entries(slot).map(([key, value]) => [
      key,
      typeof value === 'object' && 'sumSeconds' in value
        ? { ...value, sumSeconds: Number(value.sumSeconds).toFixed(6) }
        : value,
    ]),
  )
}
