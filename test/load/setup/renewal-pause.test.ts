import { expect, it } from 'vitest'
import { RenewalPause } from '../../../load/setup/renewal-pause.ts'

it('the first attempt may begin at once', () => {
  expect(new RenewalPause().leftSeconds(100)).toBe(0)
})

it('each attempt that follows soon waits twice as long, up to a minute', () => {
  const pause = new RenewalPause()
  let now = 1000
  const waits = Array.from({ length: 8 }, () => {
    pause.attempted(now)
    const left = pause.leftSeconds(now)
    now += left
    return left
  })
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
})

it('one that comes late begins anew', () => {
  const pause = new RenewalPause()
  for (const now of [0, 1, 3, 7]) pause.attempted(now)
  pause.attempted(7 + 8 + 61)
  expect(pause.leftSeconds(7 + 8 + 61)).toBe(1)
})
