import fc from 'fast-check'
import { expect, it } from 'vitest'
import { estimateDrift } from '../../../generators/clock/estimate-drift.ts'
import { estimateOffset } from '../../../generators/clock/estimate-offset.ts'
import { pinged, WAYS } from '../../support/pinged.ts'

const drifts = fc.double({ min: -1e-3, max: 1e-3, noNaN: true })
const bursts = fc.array(fc.array(WAYS, { minLength: 1, maxLength: 8 }), { minLength: 2, maxLength: 12 })

it('holds the true drift of a clock that drifts evenly, whatever the ways of its pings took', () => {
  fc.assert(
    fc.property(bursts, drifts, fc.double({ min: -1e4, max: 1e4, noNaN: true }), (all, drift, offset) => {
      const readings = all.map((ways, i) => estimateOffset(pinged(ways, (at) => offset + drift * at, 40 * i)))
      const found = estimateDrift(readings)
      expect(Math.abs((found?.driftPerSecond ?? Number.NaN) - drift)).toBeLessThanOrEqual(
        (found?.uncertaintyPerSecond ?? 0) + 1e-10,
      )
    }),
  )
})

const reading = (atSeconds: number, offsetSeconds: number, uncertaintySeconds = 0.001) => ({
  atSeconds,
  offsetSeconds,
  uncertaintySeconds,
})

it.each([
  ['no reading', []],
  ['one reading', [reading(1, 5)]],
  ['two readings of one instant', [reading(1, 5), reading(1, 5)]],
])('says nothing of %s', (_, readings) => {
  expect(estimateDrift(readings)).toBeNull()
})

it('grows more certain with the time between the readings', () => {
  expect(estimateDrift([reading(0, 5), reading(10, 5.001)])).toEqual({
    driftPerSecond: expect.closeTo(1e-4, 9),
    uncertaintyPerSecond: expect.closeTo(2e-4, 9),
  })
  expect(estimateDrift([reading(0, 5), reading(100, 5.01)])?.uncertaintyPerSecond).toBeCloseTo(2e-5, 9)
})

it('is what a clock gained over all, where it was slewed on the way and no even drift fits', () => {
  const found = estimateDrift([reading(0, 5), reading(50, 6), reading(100, 5)])
  expect(found).toEqual({ driftPerSecond: expect.closeTo(0, 9), uncertaintyPerSecond: expect.closeTo(2e-5, 9) })
})
