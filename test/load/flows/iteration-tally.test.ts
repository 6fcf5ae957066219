import { describe, expect, it } from 'vitest'
import { boundedCount, NO_LATENCIES } from '../../../core/latency/latency-counts.ts'
import { failedIterations, unfinishedIterations } from '../../../core/run/flows/iteration-ends.ts'
import { IterationTally } from '../../../load/flows/iteration-tally.ts'

describe('a tally of iterations', () => {
  it('keeps phases and flows apart, and counts failures by step and kind', () => {
    const tally = new IterationTally()
    for (let i = 0; i < 5; i++) tally.began(1, 0)
    tally.began(1, 2)
    tally.completed(1, 0, 3)
    tally.failed(1, 0, 2, 'status')
    tally.failed(1, 0, 2, 'status')
    tally.failed(1, 0, 0, 'timeout')
    const [shop, other] = tally.take()
    expect(shop).toMatchObject({
      ...{ phase: 1, flow: 0, offered: 5, completed: 1 },
      failures: [
        { step: 2, kind: 'status', count: 2 },
        { step: 0, kind: 'timeout', count: 1 },
      ],
    })
    expect(shop && boundedCount(shop.duration)).toBe(1)
    expect(shop && failedIterations(shop)).toBe(3)
    expect(shop && unfinishedIterations(shop)).toBe(1)
    expect(other).toEqual({ phase: 1, flow: 2, offered: 1, completed: 0, failures: [], duration: NO_LATENCIES })
  })

  it('hands over each count once', () => {
    const tally = new IterationTally()
    tally.began(0, 0)
    expect(tally.take()).toHaveLength(1)
    expect(tally.take()).toEqual([])
    tally.completed(0, 0, 1)
    expect(tally.take()).toMatchObject([{ offered: 0, completed: 1 }])
  })
})
