import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { ActiveFaults } from '../../../server/faults/active-faults.ts'
import { SimulatedModel } from '../../../server/model/simulated-model.ts'
import { WorkerSlots } from '../../../server/model/worker-slots.ts'

const STAYS = new AbortController().signal

function modelOf(latencies: number[], concurrency: number) {
  const slots = new WorkerSlots(concurrency)
  const faults = new ActiveFaults(() => 0.5)
  return { slots, faults, model: new SimulatedModel(slots, () => latencies.shift() ?? Number.NaN, faults) }
}

describe('SimulatedModel', () => {
  it('works on requests one after the other, in arrival order', async () => {
    const { model, slots } = modelOf([0.003, 0.002, 0.001], 1)
    const order: number[] = []
    await Promise.all(
      [0, 1, 2].map(() => model.work(STAYS).then((planned) => order.push(planned?.workSeconds ?? Number.NaN))),
    )
    expect(order).toEqual([0.003, 0.002, 0.001])
    expect(slots.inUse).toBe(0)
  })

  it('a stall delays an in-flight request and keeps its worker busy', async () => {
    const { model, faults, slots } = modelOf([0.002], 1)
    let planned: unknown = 'pending'
    const work = model.work(STAYS).then((result) => {
      planned = result
    })
    faults.set([{ kind: 'stall' }])
    while (faults.stall.waitingCount === 0) await nextTurn()
    expect([planned, slots.inUse]).toEqual(['pending', 1])
    faults.set([])
    await work
    expect([planned, slots.inUse]).toEqual([{ workSeconds: 0.002, ending: 'answer' }, 0])
  })

  it.each([
    ['at work', 3600, false],
    ['during a stall', 0, true],
  ])('frees the worker of a client that goes away %s', async (_what, latency, stalled) => {
    const { model, faults, slots } = modelOf([latency], 1)
    if (stalled) faults.set([{ kind: 'stall' }])
    const client = new AbortController()
    const work = model.work(client.signal)
    await nextTurn()
    client.abort()
    expect(await work).toBeUndefined()
    expect(slots.inUse).toBe(0)
  })

  it('applies the faults that are active when the work starts', async () => {
    const { model, faults } = modelOf([0.001, 0.001], 1)
    const [first, second] = [model.work(STAYS), model.work(STAYS)]
    await Promise.resolve().then(() => {})
    faults.set([{ kind: 'errors', share: 1 }])
    expect([(await first)?.ending, (await second)?.ending]).toEqual(['answer', 'error'])
  })
})
