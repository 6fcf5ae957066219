import { expect, it } from 'vitest'
import { boundedCount } from '../../../core/latency/latency-counts.ts'
import { EventLoopDelay } from '../../../load/recording/event-loop-delay.ts'
import { VirtualTimers } from '../../support/virtual-timers.ts'

/** An event loop that is blocked while `blocked` says so: timers fire late. */
class BlockedTimers extends VirtualTimers {
  blockedUntil = 0
  override nowSeconds(): number {
    return Math.max(super.nowSeconds(), this.blockedUntil)
  }
}

it('records no delay for an idle loop', () => {
  const timers = new VirtualTimers()
  const delay = new EventLoopDelay(timers)
  delay.start()
  timers.advanceTo(1.005)
  const latencies = delay.stop()
  expect(latencies.maxSeconds).toBeLessThan(1e-9)
  expect(boundedCount(latencies)).toBe(100)
})

it('counts a block for every timer that it delayed, each with the rest of the block', () => {
  const timers = new BlockedTimers()
  const delay = new EventLoopDelay(timers)
  delay.start()
  timers.advanceTo(0.009)
  timers.blockedUntil = 0.06
  timers.advanceTo(0.011)
  const latencies = delay.stop()
  expect([...latencies.values].map((seconds) => Math.round(seconds * 1000))).toEqual([10, 20, 30, 40, 50])
})

it('stops counting when it is stopped', () => {
  const timers = new VirtualTimers()
  const delay = new EventLoopDelay(timers)
  delay.start()
  timers.advanceTo(0.015)
  delay.stop()
  timers.advanceTo(1)
  expect(boundedCount(delay.stop())).toBe(1)
})
