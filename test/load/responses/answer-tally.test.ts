import { expect, it } from 'vitest'
import { AnswerTally } from '../../../load/responses/answer-tally.ts'

it('counts by request and check, and gives each count once', () => {
  const tally = new AnswerTally({ shown: (text, hidden) => (hidden.includes(text) ? 'hidden' : text.toUpperCase()) })
  for (const check of [0, 2, 2]) tally.judged(1, check)
  tally.failed(1, 2)
  tally.redirected(0, 3)
  expect(tally.wants(1, 2)).toBe(true)
  tally.add({ request: 1, check: 2, atSeconds: 12, got: 'a', status: 200, contentType: null, body: 'b' }, ['b'])
  expect([tally.wants(1, 2), tally.wants(1, 0)]).toEqual([false, true])
  expect(tally.take(10)).toEqual({
    checks: [
      { request: 1, check: 0, judged: 1, failed: 0, unreadable: 0 },
      { request: 1, check: 2, judged: 2, failed: 1, unreadable: 0 },
    ],
    failures: [{ request: 1, check: 2, atSeconds: 2, got: 'A', status: 200, contentType: null, body: 'hidden' }],
    redirects: [{ request: 0, hops: 3, requests: 1 }],
  })
  tally.judged(1, 0)
  expect(tally.take(10)).toEqual({
    checks: [{ request: 1, check: 0, judged: 1, failed: 0, unreadable: 0 }],
    failures: [],
    redirects: [],
  })
})
