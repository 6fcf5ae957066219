import { expect, it } from 'vitest'
import { ClockKeeper } from '../../../generators/clock/clock-keeper.ts'
import type { Ping } from '../../../generators/clock/ping.ts'
import { VirtualClock } from '../../support/virtual-clock.ts'

/** A generator whose clock is ahead and drifts, and whose pings take 20 ms out and 30 ms back. */
function generator(clock: VirtualClock) {
  const state = { pings: 0, isSilent: false, tripSeconds: 0.05 }
  const ping = async (): Promise<Ping> => {
    state.pings++
    if (state.isSilent) throw new Error('no answer')
    const now = clock.nowSeconds()
    return { sentSeconds: now, theirsSeconds: now + 0.02 + 5 + 1e-4 * now, receivedSeconds: now + state.tripSeconds }
  }
  return { state, keeper: new ClockKeeper({ ping, clock, generators: 1 }) }
}

it('reads a clock thoroughly before a run, and every two seconds during it until it is stopped', async () => {
  const clock = new VirtualClock(100)
  const { state, keeper } = generator(clock)
  await keeper.begin()
  expect(state.pings).toBe(48)
  const offset = keeper.offsetSeconds()
  expect(Math.abs(offset - 5.01)).toBeLessThanOrEqual(0.0251)
  await clock.advanceTo(110.5)
  expect(state.pings).toBe(48 + 5 * 8)
  keeper.stop()
  await clock.advanceTo(120)
  expect(state.pings).toBe(48 + 5 * 8)
  expect(keeper.offsetSeconds()).toBe(offset)
  expect(keeper.slowestSeconds).toBeCloseTo(0.05, 9)
  const found = keeper.clockOver(101, 110)
  expect(found).toMatchObject({ readings: 6, uncertaintySeconds: expect.closeTo(0.025, 3) })
  expect(Math.abs((found?.driftPerSecond ?? Number.NaN) - 1e-4)).toBeLessThanOrEqual(
    found?.driftUncertaintyPerSecond ?? 0,
  )
  expect(found?.apartAtMostSeconds).toBeGreaterThan(0.025)
  expect(found?.apartAtMostSeconds).toBeLessThan(0.03)
})

it('does without a generator that answers no ping, and says so where its clock is needed', async () => {
  const clock = new VirtualClock()
  const { state, keeper } = generator(clock)
  state.isSilent = true
  await keeper.begin()
  expect(state.pings).toBe(4)
  expect(() => keeper.offsetSeconds()).toThrow('its clock could not be read: it answered no ping')
  expect(keeper.clockOver(0, 1)).toBeNull()
  state.isSilent = false
  await clock.advanceTo(2)
  expect(keeper.offsetSeconds()).toBeCloseTo(5, 1)
  keeper.stop()
})

it('begins anew with the next run', async () => {
  const clock = new VirtualClock()
  const { state, keeper } = generator(clock)
  state.tripSeconds = 3
  await keeper.begin()
  expect(keeper.slowestSeconds).toBe(3)
  state.tripSeconds = 0.05
  const first = keeper.offsetSeconds()
  await clock.advanceTo(1000)
  await keeper.begin()
  expect(keeper.offsetSeconds()).toBeGreaterThan(first + 0.05)
  expect(keeper.clockOver(1000, 1000)?.readings).toBe(1)
  // What was slow in a run before does not hold up the start of this one.
  expect(keeper.slowestSeconds).toBeCloseTo(0.05, 9)
  keeper.stop()
})

it.each([
  [0.002, 1, 0.024, 'four at a time, where the way is short'],
  [0.1, 1, 1, 'five at a time'],
  [0.3, 1, 1.2, 'fifteen at a time'],
  [0.9, 1, 1.8, 'all the rest at a time'],
  [0.3, 100, 1.8, 'ten at a time, beside those to a hundred'],
  [0.3, 1000, 3.6, 'four at a time, where a thousand generators are read'],
])('with round trips of %d s, %i generators, takes %d s for 48 pings: %s', async (tripSeconds, generators, seconds) => {
  const clock = new VirtualClock()
  let pings = 0
  const ping = async (): Promise<Ping> => {
    pings++
    const sentSeconds = clock.nowSeconds()
    await clock.sleep(tripSeconds)
    return { sentSeconds, theirsSeconds: sentSeconds, receivedSeconds: clock.nowSeconds() }
  }
  const keeper = new ClockKeeper({ ping, clock, generators })
  let readSeconds = Number.NaN
  void keeper.begin().then(() => {
    readSeconds = clock.nowSeconds()
    keeper.stop()
  })
  await clock.advanceTo(5)
  expect([pings, Number(readSeconds.toFixed(6))]).toEqual([48, seconds])
})
