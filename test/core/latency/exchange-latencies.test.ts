import fc from 'fast-check'
import { expect, it } from 'vitest'
import { exchangeLatencies } from '../../../core/latency/exchange-latencies.ts'
import { latencyQuantile, mergeLatencies, NO_LATENCIES, totalCount } from '../../../core/latency/latency-counts.ts'
import { latenciesOf } from '../../support/sample-load.ts'

const seconds = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 40 })

it('is one recording of what stays and what replaces the rest', () => {
  fc.assert(
    fc.property(seconds, seconds, seconds, (kept, part, others) => {
      const all = mergeLatencies([latenciesOf(...kept), latenciesOf(...part)])
      const exchanged = exchangeLatencies(all, latenciesOf(...part), latenciesOf(...others))
      const expected = mergeLatencies([latenciesOf(...kept), latenciesOf(...others)])
      expect([...exchanged.values]).toEqual([...expected.values])
      expect([...exchanged.counts]).toEqual([...expected.counts])
      for (const quantile of [0.5, 0.95])
        if (totalCount(expected) > 0)
          expect(latencyQuantile(exchanged, quantile)).toBeCloseTo(latencyQuantile(expected, quantile), 0)
    }),
  )
})

it('is the same where nothing is replaced', () => {
  const all = latenciesOf(1, 2, 3)
  expect(exchangeLatencies(all, NO_LATENCIES, NO_LATENCIES)).toBe(all)
})

it('keeps those that never ended', () => {
  const all = { ...latenciesOf(1, 2), unbounded: 3 }
  expect(exchangeLatencies(all, latenciesOf(1), latenciesOf(4))).toMatchObject({
    unbounded: 3,
    sumSeconds: 6,
    maxSeconds: 4,
  })
})
