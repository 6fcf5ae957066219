import { expect, it } from 'vitest'
import { redirectFigures } from '../../../../reports/figures/answers/redirect-figures.ts'

it('says how many requests were redirected how often', () => {
  expect(redirectFigures([{ request: 'login', byHops: { '2': 1, '1': 1200 } }])).toEqual([
    'login: 1,200 requests redirected once, 1 request redirected 2 times',
  ])
  expect(redirectFigures([])).toEqual([])
})
