import { expect, it } from 'vitest'
import { mergeAnswers } from '../../../core/run/answer-record.ts'

const failure = (atSeconds: number, check = 0) => ({
  request: 1,
  check,
  atSeconds,
  got: `at ${atSeconds}`,
  status: 200,
  contentType: null,
  body: '',
})

it('adds up counts, and keeps the first failure of each check', () => {
  const record = (atSeconds: number) => ({
    checks: [
      { request: 1, check: 0, judged: 10, failed: 2, unreadable: 0 },
      { request: 1, check: 1, judged: 10, failed: 0, unreadable: 0 },
    ],
    failures: [failure(atSeconds)],
    redirects: [{ request: 0, hops: 2, requests: 5 }],
  })
  expect(mergeAnswers([record(7), record(3), { checks: [], failures: [failure(9, 1)], redirects: [] }])).toEqual({
    checks: [
      { request: 1, check: 0, judged: 20, failed: 4, unreadable: 0 },
      { request: 1, check: 1, judged: 20, failed: 0, unreadable: 0 },
    ],
    failures: [failure(3), failure(9, 1)],
    redirects: [{ request: 0, hops: 2, requests: 10 }],
  })
})
