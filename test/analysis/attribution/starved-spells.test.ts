import { expect, it } from 'vitest'
import { secondsOf } from '../../../analysis/attribution/spell.ts'
import { starvedSpells } from '../../../analysis/attribution/starved-spells.ts'
import type { CoreWait } from '../../../core/run/exact-record.ts'

const waits = (...shares: readonly number[]): CoreWait[] =>
  shares.map((share, second) => ({ startSeconds: second, endSeconds: second + 1, share }))

it('joins the seconds in which a fifth of the time or more was waited for a core', () => {
  const seen = waits(0.05, 0.2, 0.9, 0.199, 0.3)
  expect(starvedSpells(seen)).toEqual([
    { startSeconds: 1, endSeconds: 3 },
    { startSeconds: 4, endSeconds: 5 },
  ])
  expect(secondsOf(starvedSpells(seen))).toBe(3)
})

it('finds none where nothing is known', () => {
  expect(starvedSpells([])).toEqual([])
  expect(starvedSpells(waits(0, 0.1))).toEqual([])
})
