import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ClockWatch } from '../../../generators/clock/clock-watch.ts'
import { estimateOffset } from '../../../generators/clock/estimate-offset.ts'
import { MOST_DRIFT } from '../../../generators/clock/most-drift.ts'
import { pinged, WAYS } from '../../support/pinged.ts'

const START = 3
const END = 33

/** An offset that changes its drift every second, as a clock does that follows a time server. */
function wandering(offsetSeconds: number, drifts: readonly number[]): (atSeconds: number) => number {
  return (atSeconds) =>
    drifts.reduce(
      (offset, drift, second) => offset + drift * Math.min(1, Math.max(0, atSeconds - second)),
      offsetSeconds,
    )
}

const drift = fc.double({ min: -MOST_DRIFT, max: MOST_DRIFT, noNaN: true })
const clock = fc
  .tuple(fc.double({ min: -1e4, max: 1e4, noNaN: true }), fc.array(drift, { minLength: 60, maxLength: 60 }))
  .map(([offset, drifts]) => wandering(offset, drifts))
const bursts = fc.array(fc.array(WAYS, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 6 })

/** The first burst before the start, the others evenly over the run. */
function watched(all: readonly (readonly Parameters<typeof pinged>[0][number][])[], offset: (at: number) => number) {
  const watch = new ClockWatch()
  const [first = [], ...others] = all.map((ways) => ways.map((way) => ({ ...way, pauseSeconds: 0 })))
  watch.add(estimateOffset(pinged(first.slice(0, 1), offset)))
  const used = watch.offsetFor(START)
  others.forEach((ways, i) => {
    watch.add(estimateOffset(pinged(ways, offset, START + i * 5)))
  })
  return { watch, used }
}

describe('the clock of a generator over a run', () => {
  it('is never further apart from ours than stated, however it drifts and however few readings there are', () => {
    fc.assert(
      fc.property(
        bursts,
        clock,
        fc.array(fc.double({ min: START, max: END, noNaN: true }), { maxLength: 40 }),
        (all, offset, instants) => {
          const { watch, used } = watched(all, offset)
          const apart = watch.clock(START, END)?.apartAtMostSeconds ?? 0
          for (const at of [START, END, ...instants])
            expect(Math.abs(used - offset(at))).toBeLessThanOrEqual(apart + 1e-9)
        },
      ),
    )
  })

  it('states how late the start was translated, and the truth is inside', () => {
    fc.assert(
      fc.property(bursts, clock, (all, offset) => {
        const { watch, used } = watched(all, offset)
        const found = watch.clock(START, END)
        const error = used - offset(START)
        expect(Math.abs((found?.startErrorSeconds ?? Number.NaN) - error)).toBeLessThanOrEqual(
          (found?.startUncertaintySeconds ?? 0) + 1e-9,
        )
        expect(found?.startUncertaintySeconds).toBeLessThanOrEqual((found?.apartAtMostSeconds ?? 0) + 1e-9)
      }),
    )
  })

  it('has one offset for the whole run: the one of the best reading at the first start', () => {
    const watch = new ClockWatch()
    watch.add({ atSeconds: 1, offsetSeconds: 5.01, uncertaintySeconds: 0.02 })
    watch.add({ atSeconds: 2, offsetSeconds: 5, uncertaintySeconds: 0.001 })
    expect(watch.offsetFor(3)).toBe(5)
    watch.add({ atSeconds: 10, offsetSeconds: 5.5, uncertaintySeconds: 0.0001 })
    expect(watch.offsetFor(11)).toBe(5)
    const found = watch.clock(3, 10)
    expect(found).toMatchObject({ offsetSeconds: 5, uncertaintySeconds: 0.001, readings: 3 })
    expect(found?.apartAtMostSeconds).toBeGreaterThan(0.5)
  })

  it('prefers a fresh reading to one that was a little better long ago', () => {
    const watch = new ClockWatch()
    watch.add({ atSeconds: 0, offsetSeconds: 7, uncertaintySeconds: 0.001 })
    watch.add({ atSeconds: 600, offsetSeconds: 7.1, uncertaintySeconds: 0.002 })
    expect(watch.offsetFor(601)).toBe(7.1)
  })

  it('knows no drift from one reading, and nothing where nothing was started', () => {
    const watch = new ClockWatch()
    expect(watch.clock(0, 1)).toBeNull()
    expect(() => watch.offsetFor(0)).toThrow('at least one reading')
    watch.add({ atSeconds: 0, offsetSeconds: 1, uncertaintySeconds: 0.01 })
    watch.offsetFor(0)
    expect(watch.clock(0, 10)).toMatchObject({ driftPerSecond: null, driftUncertaintyPerSecond: null, readings: 1 })
  })
})
