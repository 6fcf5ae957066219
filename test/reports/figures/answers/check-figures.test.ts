import { describe, expect, it } from 'vitest'
import type { AnswerCheckCounts } from '../../../../core/report/report.ts'
import {
  checkCountFigure,
  checksFigure,
  failedCheckFigures,
} from '../../../../reports/figures/answers/check-figures.ts'

const unread = (unreadable: number, judged = 0): AnswerCheckCounts => ({
  request: 'feed',
  check: 'bodyMatches /end/',
  judged,
  failed: 0,
  unreadable,
  first: { atSeconds: 1, got: 'no match in the first 1 MB', status: 200, contentType: null, body: '' },
})

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
  [[check(0), unread(3), unread(3, 90)], '1 of 3 checks held, 2 with answers that could not be read'],
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

it.each([
  [3, 0, '3 could not be read'],
  [3, 90, '90 held, 3 could not be read'],
])('says that %d could not be read beside %d', (unreadable, judged, figure) => {
  expect(checkCountFigure({ judged, failed: 0, unreadable })).toBe(figure)
})

describe('those that failed', () => {
  it('are followed by those that could not be read', () => {
    expect(failedCheckFigures([unread(3), check(3)])).toEqual([
      'pointer /total > 3 of checkout: 3 of 1,000 failed, the first with /total: 2',
      'bodyMatches /end/ of feed: 3 could not be read, the first with no match in the first 1 MB',
    ])
  })

  it('are shown with the first answer, the most frequent first', () => {
    expect(failedCheckFigures([check(0), check(3), check(1200, 1200, '')])).toEqual([
      'pointer /total > 3 of checkout: 1,200 of 1,200 failed',
      'pointer /total > 3 of checkout: 3 of 1,000 failed, the first with /total: 2',
    ])
  })

  it('are counted where they are many', () => {
    expect(failedCheckFigures(Array(6).fill(check(1))).at(-1)).toBe('and 1 more check, in report.json')
    expect(failedCheckFigures(Array(7).fill(check(1))).at(-1)).toBe('and 2 more checks, in report.json')
  })
})
