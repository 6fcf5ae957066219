import { expect, it } from 'vitest'
import { momentFigure } from '../../../../reports/drill/figures/moment-figure.ts'

it.each([
  [0, 'Mon, day 1, 00:00'],
  [86_399, 'Mon, day 1, 23:59:59'],
  [2 * 86_400 + 10 * 3600 + 90, 'Wed, day 3, 10:01:30'],
  [7 * 86_400, 'Mon, day 8, 00:00'],
])('%d s is %s', (seconds, figure) => {
  expect(momentFigure(seconds)).toBe(figure)
})
