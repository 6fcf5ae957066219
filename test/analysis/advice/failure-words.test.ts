import { expect, it } from 'vitest'
import { failureKinds, failuresInWords } from '../../../analysis/advice/failure-words.ts'

const NONE = { errorKinds: {}, unexpectedStatusCodes: {}, timeouts: 0, neverSent: 0, unfinished: 0, interrupted: 0 }

it('tells kinds of failures apart, the most frequent first, statuses by their code', () => {
  const load = {
    errorKinds: { status: 12, reset: 3, expectation: 1 },
    unexpectedStatusCodes: { 500: 4, 503: 8 },
    timeouts: 9,
    neverSent: 7,
    unfinished: 2,
    interrupted: 2,
  }
  expect(failureKinds(load).map(({ clause, count }) => [count, clause])).toEqual([
    [8, 'were answered with status 503'],
    [7, 'were never sent, because they waited for a connection until their timeout'],
    [4, 'were answered with status 500'],
    [3, 'were reset'],
    [2, 'timed out'],
    [1, 'were answered otherwise than expected'],
  ])
  expect(failuresInWords(load)).toBe('8 with status 503, 7 never sent, 4 with status 500 and 3 reset')
})

it('says so where none failed in a way that is known', () => {
  expect(failuresInWords(NONE)).toBe('none failed in a way that is known')
})
