import { describe, expect, it } from 'vitest'
import { isExpectedStatus, parseStatuses, statusesText } from '../../../core/answers/expected-status.ts'

it.each<[unknown, unknown]>([
  [200, { from: 200, to: 200 }],
  ['2xx', { from: 200, to: 299 }],
  ['5XX', { from: 500, to: 599 }],
  ['200-299', { from: 200, to: 299 }],
  ['404 - 410', { from: 404, to: 410 }],
  [99, undefined],
  [600, undefined],
  ['6xx', undefined],
  ['2x', undefined],
  ['299-200', undefined],
  ['200-700', undefined],
  [200.5, undefined],
])('%j is %j', (written, range) => {
  expect(parseStatuses(written)).toEqual(range)
})

describe('a status is expected', () => {
  const RANGES = { statuses: [404], statusRanges: [{ from: 200, to: 204 }] }

  it.each([
    ['any 2xx where none is named', { statuses: [] }, [200, 299], [199, 300]],
    ['one that is named', { statuses: [404, 409] }, [404, 409], [200, 405]],
    ['one within a range, or named beside it', RANGES, [200, 204, 404], [205, 403]],
  ])('%s', (_, expected, some, others) => {
    expect(some.filter((status) => !isExpectedStatus(expected, status))).toEqual([])
    expect(others.filter((status) => isExpectedStatus(expected, status))).toEqual([])
  })
})

it('is shown as it was written', () => {
  expect(statusesText({ statuses: [] })).toBeUndefined()
  const statusRanges = [
    { from: 200, to: 299 },
    { from: 400, to: 409 },
  ]
  expect(statusesText({ statuses: [100, 304], statusRanges })).toBe('100, 304, 2xx, 400-409')
})
