import { describe, expect, it } from 'vitest'
import type { AnswerCheckCounts } from '../../../../core/report/report.ts'
import {
  checkCountFigure,
  checksFigure,
  failedCheckFigures,
} from '../../../../reports/figures/answers/check-figures.ts'

const check = (failed: number, judged = 1000, got = '/total: 2'): AnswerCheckCounts => ({
  request: 'checkout',
  check: 'pointer /total > 3',
  judged,
  failed,
  first: failed === 0 ? null : { atSeconds: 1, got, status: 200, contentType: null, body: '' },
})

it.each([
  [[], undefined],
  [[check(0)], '1 of 1 check held'],
  [[check(0), check(3), check(0, 0)], '1 of 3 checks held, 1 failed, 1 without an answer to judge'],
])('says of %j how many held', (checks, figure) => {
  expect(checksFigure(checks)).toBe(figure)
})

it.each([
  [0, 0, 'no answer to judge'],
  [0, 1200, '1,200 held'],
  [3, 1200, '3 of 1,200 failed'],
])('says %d of %d', (failed, judged, figure) => {
  expect(checkCountFigure({ judged, failed })).toBe(figure)
})

describe('those that failed', () => {
  it('are shown with the first answer, the most frequent first', () => {
    expect(failedCheckFigures([check(0), check(3), check(1200, 1200, '')])).toEqual([
      'pointer /total > 3 of checkout: 1,200 of 1,200 failed',
      'pointer /total > 3 of checkout: 3 of 1,000 failed, the first with /total: 2',
    ])
  })

  it('are counted where they are many', () => {
    expect(failedCheckFigures(Array(6).fill(check(1))).at(-1)).toBe('and 1 more check that failed, in report.json')
    expect(failedCheckFigures(Array(7).fill(check(1))).at(-1)).toBe('and 2 more checks that failed, in report.json')
  })
})
