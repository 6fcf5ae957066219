import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WorkerSlots } from '../../../server/model/worker-slots.ts'

describe('WorkerSlots', () => {
  it('admits as many requests as there are workers, and the rest in arrival order', () => {
    const slots = new WorkerSlots(2)
    const admitted: number[] = []
    const releases: (() => void)[] = []
    for (let i = 0; i < 5; i++)
      slots.enter((release) => {
        admitted.push(i)
        releases[i] = release
      })
    expect(admitted).toEqual([0, 1])
    expect([slots.inUse, slots.waitingCount]).toEqual([2, 3])
    releases[1]?.()
    expect(admitted).toEqual([0, 1, 2])
    releases[0]?.()
    releases[2]?.()
    expect(admitted).toEqual([0, 1, 2, 3, 4])
  })

  it('skips a waiting client that went away, and admits the next one', () => {
    const slots = new WorkerSlots(1)
    const admitted: string[] = []
    let release = () => {}
    slots.enter((given) => {
      release = given
    })
    const goAway = slots.enter(() => admitted.push('impatient'))
    slots.enter(() => admitted.push('patient'))
    goAway()
    expect(slots.waitingCount).toBe(1)
    release()
    expect(admitted).toEqual(['patient'])
    expect([slots.inUse, slots.waitingCount]).toEqual([1, 0])
  })

  it('frees a worker once, however often it is released', () => {
    const slots = new WorkerSlots(2)
    const releases: (() => void)[] = []
    for (let i = 0; i < 2; i++) slots.enter((release) => releases.push(release))
    releases[0]?.()
    releases[0]?.()
    expect(slots.inUse).toBe(1)
  })

  it('never waits where concurrency is unlimited', () => {
    const slots = new WorkerSlots(Number.POSITIVE_INFINITY)
    for (let i = 0; i < 1000; i++) slots.enter(() => {})
    expect([slots.inUse, slots.waitingCount]).toEqual([1000, 0])
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses a concurrency of %d', (capacity) => {
    expect(() => new WorkerSlots(capacity)).toThrow(RangeError)
  })

  it('never exceeds its capacity, admits in order, and ends with all workers free', () => {
    const step = fc.oneof(
      fc.constant({ kind: 'arrive' as const }),
      fc.record({ kind: fc.constant('leave' as const), whose: fc.nat() }),
      fc.constant({ kind: 'release' as const }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 60 }), (capacity, steps) => {
        const slots = new WorkerSlots(capacity)
        const clients: (() => void)[] = []
        const admitted: number[] = []
        const held: (() => void)[] = []
        for (const step of steps) {
          if (step.kind === 'arrive') {
            const i = clients.length
            const goAway = slots.enter((release) => {
              admitted.push(i)
              held.push(release)
            })
            clients.push(goAway)
          } else if (step.kind === 'leave') clients[step.whose % Math.max(1, clients.length)]?.()
          else held.shift()?.()
          expect(slots.inUse).toBeLessThanOrEqual(capacity)
          if (slots.waitingCount > 0) expect(slots.inUse).toBe(capacity)
        }
        while (held.length > 0) held.shift()?.()
        expect(admitted).toEqual([...admitted].sort((a, b) => a - b))
        expect([slots.inUse, slots.waitingCount]).toEqual([0, 0])
      }),
    )
  })
})
