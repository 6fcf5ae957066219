import { expect, it } from 'vitest'
import { systemClock } from '../../../core/clock.ts'
import { type AlarmClock, startAlarmClock } from '../../../load/dispatch/alarm-clock.ts'

/** A real one, with a promise for each message. */
function started() {
  const messages: (number | 'ended')[] = []
  let tell = () => {}
  const add = (message: number | 'ended') => {
    messages.push(message)
    tell()
  }
  const clock: AlarmClock = startAlarmClock({ rang: add, ended: () => add('ended') })
  const next = async () => {
    if (messages.length === 0) await new Promise<void>((resolve) => (tell = resolve))
    return messages.shift()
  }
  return { clock, next }
}

it('rings when the last alarm is due, never before, and ends when it is stopped', async () => {
  const { clock, next } = started()
  expect(await next()).toBe(0)
  clock.set(systemClock.nowSeconds() + 3600)
  const dueSeconds = systemClock.nowSeconds() + 0.003
  const number = clock.set(dueSeconds)
  expect(await next()).toBe(number)
  // The clocks of two threads differ by microseconds (core/clock.ts).
  expect(systemClock.nowSeconds()).toBeGreaterThan(dueSeconds - 0.0005)
  clock.set(systemClock.nowSeconds() - 1)
  expect(await next()).toBe(number + 1)
  expect(clock.cpuSeconds).toBeGreaterThan(0)
  clock.set(systemClock.nowSeconds() + 3600)
  clock.stop()
  expect(await next()).toBe('ended')
})
