import { afterEach, expect, it, vi } from 'vitest'
import { systemClock } from '../../core/clock.ts'

afterEach(() => {
  vi.useRealTimers()
})

// Node's timers take at most 2^31 - 1 ms, 24.8 days, and fire at once beyond.
it('sleeps for 60 days without waking in between', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  const days = 86_400
  let isAwake = false
  const sleeping = systemClock.sleep(60 * days).then(() => {
    isAwake = true
  })
  await vi.advanceTimersByTimeAsync(59.9 * days * 1e3)
  expect(isAwake).toBe(false)
  await vi.advanceTimersByTimeAsync(0.2 * days * 1e3)
  await sleeping
  expect(isAwake).toBe(true)
})

it('ends a long sleep when the signal is aborted', async () => {
  const controller = new AbortController()
  const sleeping = systemClock.sleep(60 * 86_400, controller.signal)
  controller.abort()
  await expect(sleeping).resolves.toBeUndefined()
})
