import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clopperPearson } from '../../../analysis/statistics/clopper-pearson.ts'
import { requestsToSettle } from '../../../analysis/statistics/requests-to-settle.ts'

function intervalOf(events: number, trials: number, designEffect = 1) {
  return { fraction: events / trials, trials, designEffect, ...clopperPearson(events, trials) }
}

describe('requestsToSettle', () => {
  it.each([
    { what: '0 errors of 200 against 1%: 368 in all', interval: intervalOf(0, 200), limit: 0.01, more: 170 },
    { what: 'none of 50 over a P95 limit: 72 in all', interval: intervalOf(0, 50), limit: 0.05, more: 22 },
    { what: 'a fraction that is the limit is never settled', interval: intervalOf(5, 100), limit: 0.05, more: null },
    { what: 'one that is settled needs none', interval: intervalOf(0, 600), limit: 0.01, more: null },
  ])('$what', ({ interval, limit, more }) => {
    expect(requestsToSettle(interval, limit)).toBe(more)
  })

  it('gives a number of requests with which the interval excludes the limit', () => {
    const counts = fc.record({
      trials: fc.integer({ min: 20, max: 2000 }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(counts, fc.constantFrom(0.01, 0.05, 0.5, 0.9), ({ trials, part }, limit) => {
        const interval = intervalOf(Math.round(part * trials), trials)
        const more = requestsToSettle(interval, limit)
        fc.pre(more !== null)
        const enough = trials + (more as number)
        const events = interval.fraction * enough
        const { lower, upper } = clopperPearson(
          interval.fraction < limit ? Math.floor(events) : Math.ceil(events),
          enough,
        )
        expect(interval.fraction < limit ? upper : -lower).toBeLessThan(interval.fraction < limit ? limit : -limit)
      }),
    )
  })
})
