import { expect, it } from 'vitest'
import { formatRate } from '../../../../core/text/figures/rate.ts'

it.each([
  [0, '0/s'],
  [5, '5/s'],
  [0.3333, '0.33/s'],
  [19.96, '20/s'],
  [48.23, '48.2/s'],
  [99.97, '100/s'],
  [160, '160/s'],
  [0.5, '0.5/s'],
  [24021.6, '24,022/s'],
  [1200, '1,200/s'],
])('writes %d as %s', (perSecond, text) => {
  expect(formatRate(perSecond)).toBe(text)
})
