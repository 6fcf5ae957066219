import { afterEach, describe, expect, it, vi } from 'vitest'
import { sleepAtLeast } from '../../../server/model/sleep-at-least.ts'

const slept = (seconds: number): Promise<void> => new Promise((wake) => sleepAtLeast(seconds, wake))

/** Timers that fire at once in virtual time, `earlyMs` before they are due, and fractions truncated as Node does. */
function virtualTimers(earlyMs: number): { nowMs: number; armed: number[] } {
  const time = { nowMs: 1000, armed: [] as number[] }
  vi.spyOn(performance, 'now').mockImplementation(() => time.nowMs)
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((callback: () => void, ms: number) => {
    time.armed.push(ms)
    queueMicrotask(() => {
      time.nowMs += Math.max(0.25, Math.max(1, Math.trunc(ms)) - earlyMs)
      callback()
    })
  }) as unknown as typeof setTimeout)
  return time
}

describe('sleepAtLeast', () => {
  afterEach(() => vi.restoreAllMocks())

  it('arms its timer again until the target has passed', async () => {
    const time = virtualTimers(0.9)
    await slept(0.2)
    expect(time.nowMs).toBeGreaterThanOrEqual(1200)
    expect(time.nowMs).toBeLessThan(1201)
    expect(time.armed.length).toBeGreaterThan(1)
  })

  it('arms once where the timer is on time', async () => {
    const time = virtualTimers(0)
    await slept(0.2)
    expect(time.armed).toEqual([200])
  })

  it('splits a sleep that is longer than a timer allows', async () => {
    const time = virtualTimers(0)
    const seconds = 40 * 86_400
    await slept(seconds)
    expect(time.armed[0]).toBe(2 ** 31 - 1)
    expect(time.nowMs).toBe(1000 + seconds * 1e3)
  })

  it('is never early with real timers', async () => {
    const early = await Promise.all(
      Array.from({ length: 300 }, async (_, i) => {
        const startedMs = performance.now()
        await slept((i % 30) / 1e3)
        return performance.now() - startedMs < i % 30
      }),
    )
    expect(early.filter(Boolean)).toEqual([])
  })

  it('wakes at once for 0 seconds, without a timer', async () => {
    const time = virtualTimers(0)
    await slept(0)
    expect(time.armed).toEqual([])
  })

  it('does not wake once it is given up', async () => {
    let woken = 0
    const cancel = sleepAtLeast(0.001, () => woken++)
    cancel()
    await slept(0.005)
    expect(woken).toBe(0)
  })

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d seconds', (seconds) => {
    expect(() => sleepAtLeast(seconds, () => {})).toThrow(RangeError)
  })
})
