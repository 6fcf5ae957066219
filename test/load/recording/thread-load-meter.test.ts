import { expect, it } from 'vitest'
import { ThreadLoadMeter, type ThreadReading } from '../../../load/recording/thread-load-meter.ts'
import { VirtualTimers } from '../../support/virtual-timers.ts'

/** A thread that does what `busy` says at each instant. */
function meterOf(share: (seconds: number) => Partial<ThreadReading>) {
  const timers = new VirtualTimers()
  const start = timers.nowSeconds()
  const read = (): ThreadReading => {
    const nowSeconds = timers.nowSeconds()
    const none = { activeSeconds: 0, cpuSeconds: 0, waitingForCoreSeconds: 0, busyWaitSeconds: 0 }
    return { nowSeconds, ...none, ...share(nowSeconds - start) }
  }
  const meter = new ThreadLoadMeter(timers, read)
  meter.start()
  return { timers, meter, advance: (seconds: number) => timers.advanceTo(timers.nowSeconds() + seconds) }
}

it('finds the saturated tenth of a second in a quiet second', () => {
  const { meter, advance } = meterOf((seconds) => ({ activeSeconds: Math.min(0.1, Math.max(0, seconds - 0.4)) }))
  advance(1)
  const load = meter.take()
  expect(load.saturatedSeconds).toBeCloseTo(0.1, 6)
  expect(load.activeSeconds).toBeCloseTo(0.1, 6)
  expect(load.wallSeconds).toBeCloseTo(1, 6)
})

it('does not count busy-waiting', () => {
  const { meter, advance } = meterOf((seconds) => ({
    activeSeconds: seconds,
    cpuSeconds: seconds,
    busyWaitSeconds: 0.875 * seconds,
  }))
  advance(1)
  expect(meter.take()).toMatchObject({ saturatedSeconds: 0, activeSeconds: expect.closeTo(0.125, 6) })
})

it('starts anew with each take, and measures nothing more when it is stopped', () => {
  const { meter, advance } = meterOf((seconds) => ({ activeSeconds: seconds }))
  advance(0.5)
  expect(meter.take().wallSeconds).toBeCloseTo(0.5, 6)
  expect(meter.take().wallSeconds).toBe(0)
  meter.stop()
  advance(0.5)
  meter.take()
  advance(0.01)
  expect(meter.take().wallSeconds).toBe(0)
})
