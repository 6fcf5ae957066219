import fc from 'fast-check'
import { expect, it } from 'vitest'
import { StoredSeries } from '../../../prometheus/scrape/stored-series.ts'
import type { Sample } from '../../../prometheus/series/series.ts'

const RETENTION_MS = 20

it('keeps every sample and every end, in whatever order they come', () => {
  const step = fc.record({ afterMs: fc.integer({ min: -2, max: 9 }), value: fc.option(fc.nat(3), { freq: 2 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.nat(40), (steps, readAfter) => {
      const series = new StoredSeries({}, true, RETENTION_MS)
      const expected: Sample[] = []
      let timestampMs = 1000
      steps.forEach(({ afterMs, value }, i) => {
        if (i === readAfter) expect(series.samples.at(-1)).toEqual(expected.at(-1))
        timestampMs += afterMs
        const isLater = timestampMs > (expected.at(-1)?.timestampMs ?? 0)
        if (value === null) series.appendStale(timestampMs)
        else expect(series.append(timestampMs, value) === 'stored').toBe(isLater)
        if (isLater && value === null) expected.push({ timestampMs, value: Number.NaN, stale: true })
        else if (isLater) expected.push({ timestampMs, value: value as number })
      })
      expect(Array.from({ length: series.count }, (_, i) => series.at(i))).toEqual(expected)
      const fromMs = (expected.at(-1)?.timestampMs ?? 0) - RETENTION_MS
      const retained = expected.filter((sample) => sample.timestampMs >= fromMs)
      expect(series.samples.slice(series.samples.length - retained.length)).toEqual(retained)
    }),
  )
})
