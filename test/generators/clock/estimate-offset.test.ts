import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateOffset } from '../../../generators/clock/estimate-offset.ts'
import type { Ping } from '../../../generators/clock/ping.ts'

/** What the two ways of a ping took, and the moment before it. Seconds. */
interface Ways {
  readonly pauseSeconds: number
  readonly outSeconds: number
  readonly backSeconds: number
}

/** Pings in virtual time: the other clock is ahead by `offset` at 0 and gains `drift` a second. */
function ping(ways: readonly Ways[], offset: (atSeconds: number) => number, fromSeconds = 0): Ping[] {
  let now = fromSeconds
  return ways.map(({ pauseSeconds, outSeconds, backSeconds }) => {
    const sentSeconds = now + pauseSeconds
    const readSeconds = sentSeconds + outSeconds
    now = readSeconds + backSeconds
    return { sentSeconds, theirsSeconds: readSeconds + offset(readSeconds), receivedSeconds: now }
  })
}

const seconds = (max: number) => fc.double({ min: 0, max, noNaN: true })
/** Jittered, asymmetric and now and then much delayed, each way by itself. */
const way = fc.oneof({ weight: 4, arbitrary: seconds(0.03) }, { weight: 1, arbitrary: seconds(2) })
const ways = fc.record({ pauseSeconds: seconds(0.05), outSeconds: way, backSeconds: way })
const burst = fc.array(ways, { minLength: 1, maxLength: 48 })
const offsets = fc.double({ min: -1e6, max: 1e6, noNaN: true })

describe('the offset of another clock', () => {
  it('lies inside the stated interval, whatever the ways out and back took', () => {
    fc.assert(
      fc.property(burst, offsets, fc.double({ min: 0, max: 1e6, noNaN: true }), (all, offset, from) => {
        const found = estimateOffset(ping(all, () => offset, from))
        expect(Math.abs(found.offsetSeconds - offset)).toBeLessThanOrEqual(found.uncertaintySeconds)
      }),
    )
  })

  it('has half the least round trip as its uncertainty, and a longer ping does not change it', () => {
    fc.assert(
      fc.property(burst, offsets, ways, (all, offset, { pauseSeconds, outSeconds }) => {
        const pings = ping(all, () => offset)
        const least = Math.min(...pings.map(({ sentSeconds, receivedSeconds }) => receivedSeconds - sentSeconds))
        const found = estimateOffset(pings)
        expect(found.uncertaintySeconds).toBeCloseTo(least / 2, 8)
        const slower = ping([{ pauseSeconds, outSeconds, backSeconds: least + 0.001 }], () => offset, 1e3)
        expect(estimateOffset([...pings, ...slower])).toEqual(found)
      }),
    )
  })

  it('is the one of the moment at which it was read, of a clock that drifts', () => {
    fc.assert(
      fc.property(burst, offsets, fc.double({ min: -1e-3, max: 1e-3, noNaN: true }), (all, offset, drift) => {
        const found = estimateOffset(ping(all, (at) => offset + drift * at))
        // The clock was read up to half a round trip away from that moment, and drifted meanwhile.
        const drifted = Math.abs(drift) * found.uncertaintySeconds
        expect(Math.abs(found.offsetSeconds - (offset + drift * found.atSeconds))).toBeLessThanOrEqual(
          found.uncertaintySeconds + drifted + 1e-9,
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
    const found = estimateOffset(ping([{ pauseSeconds: 1, outSeconds, backSeconds }], () => 5))
    expect(found.offsetSeconds).toBeCloseTo(offset, 12)
    expect(found.uncertaintySeconds).toBeCloseTo(uncertainty, 12)
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
