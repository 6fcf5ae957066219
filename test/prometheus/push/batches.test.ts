import fc from 'fast-check'
import { expect, it } from 'vitest'
import { batches } from '../../../prometheus/push/batches.ts'
import { type PushedSeries, sampleCount } from '../../../prometheus/push/pushed-series.ts'

const anySeries = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(40)).map(
  ([name, count]): PushedSeries => ({
    name,
    labels: {},
    samples: Array.from({ length: count }, (_, i) => ({ timestampMs: i, value: i })),
  }),
)

it('holds every sample once, in its order, at most so many in a request, and none is empty', () => {
  fc.assert(
    fc.property(fc.array(anySeries, { maxLength: 6 }), fc.integer({ min: 1, max: 17 }), (series, most) => {
      const sent = batches(series, most)
      for (const batch of sent) {
        expect(sampleCount(batch)).toBeGreaterThan(0)
        expect(sampleCount(batch)).toBeLessThanOrEqual(most)
      }
      const flat = (all: readonly PushedSeries[]) =>
        all.flatMap(({ name, samples }) => samples.map(({ timestampMs }) => `${name}${timestampMs}`))
      expect(flat(sent.flat())).toEqual(flat(series))
    }),
  )
})
