import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clockOffset } from '../../../../analysis/doctor/target/clock-offset.ts'

describe('the offset of a clock', () => {
  it('lies within what one whole second allows', () => {
    const reading = { sentSeconds: 100.2, receivedSeconds: 100.3, dateSeconds: 105, isCached: false }
    const offset = clockOffset([reading])
    expect(offset).toMatchObject({ lowerSeconds: expect.closeTo(4.7), upperSeconds: expect.closeTo(5.9) })
  })

  it('is narrowed down where the second changes between two answers', () => {
    const readings = [
      { sentSeconds: 100.1, receivedSeconds: 100.11, dateSeconds: 100, isCached: false },
      { sentSeconds: 100.2, receivedSeconds: 100.21, dateSeconds: 101, isCached: false },
    ]
    expect(clockOffset(readings)).toMatchObject({ lowerSeconds: expect.closeTo(0.79), upperSeconds: expect.closeTo(1) })
  })

  it('is contradictory where two clocks answer', () => {
    const readings = [0, 7].map((dateSeconds) => ({
      sentSeconds: 0.1,
      receivedSeconds: 0.2,
      dateSeconds,
      isCached: false,
    }))
    expect(clockOffset(readings)).toBe('contradictory')
  })

  it('of the same clock lies in the interval that a cached answer gives, whenever it was cached', () => {
    const parts = fc.double({ min: 0, max: 50, noNaN: true })
    fc.assert(
      fc.property(parts, parts, (cachedAt, ageSeconds) => {
        const readings = Array.from({ length: 12 }, (_, i) => {
          const sentSeconds = 1e6 + cachedAt + ageSeconds + i * 0.1
          const age = Math.floor(sentSeconds - 1e6 - cachedAt + 1e-9)
          const dateSeconds = Math.floor(1e6 + cachedAt) + age
          return { sentSeconds, receivedSeconds: sentSeconds + 0.001, dateSeconds, isCached: true }
        })
        const found = clockOffset(readings)
        if (found === null || found === 'contradictory') throw new Error('expected an offset')
        expect(found.lowerSeconds).toBeLessThanOrEqual(1e-6)
        expect(found.upperSeconds).toBeGreaterThanOrEqual(-1e-6)
      }),
    )
  })

  it('is not told by answers without a date', () => {
    expect(clockOffset([])).toBeNull()
  })

  it('always lies in the interval, and a dozen answers over a second make that narrow', () => {
    const offsets = fc.double({ min: -1e5, max: 1e5, noNaN: true })
    const delays = fc.double({ min: 0.0001, max: 0.02, noNaN: true })
    fc.assert(
      fc.property(offsets, fc.double({ min: 0, max: 1, noNaN: true }), delays, (offset, start, delay) => {
        const readings = Array.from({ length: 12 }, (_, i) => {
          const sentSeconds = 1e6 + start + i * 0.1
          const dateSeconds = Math.floor(sentSeconds + delay / 2 + offset)
          return { sentSeconds, receivedSeconds: sentSeconds + delay, dateSeconds, isCached: false }
        })
        const found = clockOffset(readings)
        if (found === null || found === 'contradictory') throw new Error('expected an offset')
        expect(found.lowerSeconds).toBeLessThanOrEqual(offset + 1e-6)
        expect(found.upperSeconds).toBeGreaterThanOrEqual(offset - 1e-6)
        expect(found.upperSeconds - found.lowerSeconds).toBeLessThan(0.25)
      }),
    )
  })
})
