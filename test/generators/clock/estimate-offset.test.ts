import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateOffset } from '../../../generators/clock/estimate-offset.ts'
import { MOST_DRIFT } from '../../../generators/clock/most-drift.ts'
import { pinged, WAYS } from '../../support/pinged.ts'

const burst = fc.array(WAYS, { minLength: 1, maxLength: 48 })
const offsets = fc.double({ min: -1e6, max: 1e6, noNaN: true })

describe('the offset of another clock', () => {
  it('lies inside the stated interval, whatever the ways out and back took', () => {
    fc.assert(
      fc.property(burst, offsets, fc.double({ min: 0, max: 1e6, noNaN: true }), (all, offset, from) => {
        const found = estimateOffset(pinged(all, () => offset, from))
        expect(Math.abs(found.offsetSeconds - offset)).toBeLessThanOrEqual(found.uncertaintySeconds)
      }),
    )
  })

  it('has half the least round trip as its uncertainty, and a longer ping does not change it', () => {
    fc.assert(
      fc.property(burst, offsets, WAYS, (all, offset, { pauseSeconds, outSeconds }) => {
        const pings = pinged(all, () => offset)
        const least = Math.min(...pings.map(({ sentSeconds, receivedSeconds }) => receivedSeconds - sentSeconds))
        const found = estimateOffset(pings)
        expect(found.uncertaintySeconds).toBeCloseTo(((1 + MOST_DRIFT) * least) / 2, 8)
        const slower = pinged([{ pauseSeconds, outSeconds, backSeconds: least + 0.001 }], () => offset, 1e3)
        expect(estimateOffset([...pings, ...slower])).toEqual(found)
      }),
    )
  })

  it('is the one of the moment at which it was read, of a clock that drifts', () => {
    fc.assert(
      fc.property(burst, offsets, fc.double({ min: -1e-3, max: 1e-3, noNaN: true }), (all, offset, drift) => {
        const found = estimateOffset(pinged(all, (at) => offset + drift * at))
        expect(Math.abs(found.offsetSeconds - (offset + drift * found.atSeconds))).toBeLessThanOrEqual(
          found.uncertaintySeconds + 1e-9,
        )
      }),
    )
  })

  it.each([
    ['equal ways', 0.02, 0.02, 5, 0.02],
    ['a way out only', 0.04, 0, 5.02, 0.02],
    ['a way back only', 0, 0.04, 4.98, 0.02],
    ['no way at all', 0, 0, 5, 0],
  ])('with %s', (_, outSeconds, backSeconds, offset, uncertainty) => {
    const found = estimateOffset(pinged([{ pauseSeconds: 1, outSeconds, backSeconds }], () => 5))
    expect(found.offsetSeconds).toBeCloseTo(offset, 12)
    expect(found.uncertaintySeconds).toBeCloseTo((1 + MOST_DRIFT) * uncertainty, 12)
    expect(found.atSeconds).toBeCloseTo(1 + (outSeconds + backSeconds) / 2, 12)
  })

  it.each([
    ['no ping', [], 'expected at least one ping'],
    [
      'an answer before the question',
      [{ sentSeconds: 2, theirsSeconds: 2, receivedSeconds: 1 }],
      'received after it was sent',
    ],
    [
      'a clock that says nothing',
      [{ sentSeconds: 1, theirsSeconds: Number.NaN, receivedSeconds: 2 }],
      'received after it was sent',
    ],
  ])('refuses %s', (_, pings, message) => {
    expect(() => estimateOffset(pings)).toThrow(message)
  })
})
