import { expect, it } from 'vitest'
import { ALIVE_SECONDS } from '../../../generators/liveness/alive-seconds.ts'
import { PausedLooks } from '../../../generators/liveness/paused-looks.ts'

it('tells how long nobody looked, once, where that was longer than two signs of life', () => {
  const looks = new PausedLooks(100)
  expect(looks.pausedSeconds(100 + 2 * ALIVE_SECONDS)).toBe(0)
  expect(looks.pausedSeconds(104.5)).toBe(4)
  expect(looks.pausedSeconds(104.75)).toBe(0)
})
