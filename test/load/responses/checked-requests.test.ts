import { expect, it } from 'vitest'
import { FixedRequests } from '../../../load/requests/fixed-requests.ts'
import { AnswerReaders } from '../../../load/responses/answer-readers.ts'
import { AnswerTally } from '../../../load/responses/answer-tally.ts'
import { CheckedRequests } from '../../../load/responses/checked-requests.ts'
import { loadPlan, requestTemplate } from '../../support/load-plan.ts'

it('hands on requests of which nothing is asked as they are, and gives each of the others a reader', () => {
  const requests = [requestTemplate(), requestTemplate({ expect: { statuses: [], json: {} } })]
  const plan = loadPlan('http://127.0.0.1:1', { requests })
  const fixed = new FixedRequests(plan)
  const readers = new AnswerReaders(plan, new AnswerTally({ shown: (text) => text }))
  const checked = new CheckedRequests(fixed, readers)
  const arrival = (request: number) => ({ intendedSeconds: 0, phase: 0, request, user: -1 })
  expect(checked.prepare(arrival(0))).toBe(fixed.prepare(arrival(0)))
  const first = checked.prepare(arrival(1))
  expect(first).toEqual({ ...fixed.prepare(arrival(1)), answer: expect.anything() })
  expect(checked.prepare(arrival(1)).answer).not.toBe(first.answer)
})
