import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorParts, splitParts } from '../../../analysis/cross-check/error-parts.ts'

const NONE = { estimate: null, exactServer: null, exactClientServiceTime: null, exactClient: null }

describe('errorParts', () => {
  it("sums to the error of the estimate, with and without the server's own record", () => {
    const seconds = fc.integer({ min: 0, max: 1000 })
    fc.assert(
      fc.property(seconds, fc.option(seconds), seconds, seconds, (estimate, exactServer, service, response) => {
        const parts = errorParts({ estimate, exactServer, exactClientServiceTime: service, exactClient: response })
        const sum = Object.values(parts).reduce<number>((total, part) => total + (part ?? 0), 0)
        expect(sum).toBe(estimate - response)
      }),
    )
  })

  it('gives interpolation and the gap between server and client as one sum where the server keeps no record', () => {
    expect(errorParts({ ...NONE, estimate: 5, exactClientServiceTime: 3, exactClient: 4 })).toEqual({
      interpolation: null,
      vantage: null,
      waiting: -1,
      interpolationAndVantage: 2,
    })
  })

  it('has no part where nothing is known', () => {
    expect(Object.values(errorParts(NONE))).toEqual([null, null, null, null])
  })
})

describe('splitParts', () => {
  const seconds = fc.integer({ min: 0, max: 1000 })

  it('sums to the parts that it divides', () => {
    fc.assert(
      fc.property(
        seconds,
        seconds,
        seconds,
        seconds,
        seconds,
        seconds,
        (exactServer, ttfb, service, tls, connect, response) => {
          const exact = { exactServer, exactClientServiceTime: service, exactClient: response }
          const { vantage, waiting } = errorParts({ estimate: 0, ...exact })
          const split = splitParts(exact, { timeToFirstByte: ttfb, timeFromTls: tls, timeFromConnect: connect })
          expect((split.beforeFirstByte ?? 0) + (split.afterFirstByte ?? 0)).toBe(vantage)
          expect((split.tls ?? 0) + (split.connect ?? 0) + (split.queue ?? 0)).toBe(waiting)
        },
      ),
    )
  })

  it('knows what comes after the first byte without the server’s own record', () => {
    const exact = { exactServer: null, exactClientServiceTime: 5, exactClient: 9 }
    expect(splitParts(exact, { timeToFirstByte: 3, timeFromTls: null, timeFromConnect: null })).toEqual({
      beforeFirstByte: null,
      afterFirstByte: -2,
      tls: null,
      connect: null,
      queue: null,
    })
  })
})
