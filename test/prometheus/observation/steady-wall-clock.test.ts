import { afterEach, expect, it, vi } from 'vitest'
import { steadyWallClock } from '../../../prometheus/observation/steady-wall-clock.ts'

afterEach(() => vi.restoreAllMocks())

it.each([30, -30])('goes on where it was when the wall clock jumps by %d days', (days) => {
  const now = steadyWallClock()
  const before = Date.now()
  vi.spyOn(Date, 'now').mockReturnValue(before + days * 86_400_000)
  expect(Math.abs(now() - before)).toBeLessThan(60_000)
})
