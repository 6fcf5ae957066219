import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WorkerSlots } from '../../../server/model/worker-slots.ts'

const STAYS = new AbortController().signal

describe('WorkerSlots', () => {
  it('admits as many requests as there are workers, and the rest in arrival order', async () => {
    const slots = new WorkerSlots(2)
    const admitted: number[] = []
    const acquired = [0, 1, 2, 3, 4].map(async (i) => {
      const release = await slots.acquire(STAYS)
      admitted.push(i)
      return release
    })
    await nextTurn()
    expect(admitted).toEqual([0, 1])
    expect([slots.inUse, slots.waitingCount]).toEqual([2, 3])
    ;(await acquired[1])?.()
    await nextTurn()
    expect(admitted).toEqual([0, 1, 2])
    ;(await acquired[0])?.()
    ;(await acquired[2])?.()
    await nextTurn()
    expect(admitted).toEqual([0, 1, 2, 3, 4])
  })

  it('skips a waiting client that went away, and admits the next one', async () => {
    const slots = new WorkerSlots(1)
    const release = await slots.acquire(STAYS)
    const client = new AbortController()
    const impatient = slots.acquire(client.signal)
    const patient = slots.acquire(STAYS)
    client.abort()
    await expect(impatient).resolves.toBeUndefined()
    expect(slots.waitingCount).toBe(1)
    release?.()
    await expect(patient).resolves.toBeTypeOf('function')
    expect([slots.inUse, slots.waitingCount]).toEqual([1, 0])
  })

  it('takes no worker for a client that went away before', async () => {
    const slots = new WorkerSlots(1)
    await expect(slots.acquire(AbortSignal.abort())).resolves.toBeUndefined()
    expect(slots.inUse).toBe(0)
  })

  it('frees a worker once, however often it is released', async () => {
    const slots = new WorkerSlots(2)
    const [first] = await Promise.all([slots.acquire(STAYS), slots.acquire(STAYS)])
    first?.()
    first?.()
    expect(slots.inUse).toBe(1)
  })

  it('never waits where concurrency is unlimited', async () => {
    const slots = new WorkerSlots(Number.POSITIVE_INFINITY)
    await Promise.all(Array.from({ length: 1000 }, () => slots.acquire(STAYS)))
    expect([slots.inUse, slots.waitingCount]).toEqual([1000, 0])
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses a concurrency of %d', (capacity) => {
    expect(() => new WorkerSlots(capacity)).toThrow(RangeError)
  })

  it('never exceeds its capacity, admits in order, and ends with all workers free', async () => {
    const step = fc.oneof(
      fc.constant({ kind: 'arrive' as const }),
      fc.record({ kind: fc.constant('leave' as const), whose: fc.nat() }),
      fc.constant({ kind: 'release' as const }),
    )
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 60 }), async (capacity, steps) => {
        const slots = new WorkerSlots(capacity)
        const clients: AbortController[] = []
        const admitted: number[] = []
        const held: (() => void)[] = []
        for (const step of steps) {
          if (step.kind === 'arrive') {
            const client = new AbortController()
            const i = clients.push(client) - 1
            void slots.acquire(client.signal).then((release) => {
              if (release === undefined) return
              admitted.push(i)
              held.push(release)
            })
          } else if (step.kind === 'leave') clients[step.whose % Math.max(1, clients.length)]?.abort()
          else held.shift()?.()
          await Promise.resolve().then(() => {})
          expect(slots.inUse).toBeLessThanOrEqual(capacity)
          if (slots.waitingCount > 0) expect(slots.inUse).toBe(capacity)
        }
        while (held.length > 0) {
          held.shift()?.()
          await Promise.resolve().then(() => {})
        }
        expect(admitted).toEqual([...admitted].sort((a, b) => a - b))
        expect([slots.inUse, slots.waitingCount]).toEqual([0, 0])
      }),
    )
  })
})
