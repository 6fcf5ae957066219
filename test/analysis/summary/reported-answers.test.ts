import { describe, expect, it } from 'vitest'
import { summarizeLoad } from '../../../analysis/summary/summarize-load.ts'
import type { AnswerRecord } from '../../../core/run/answer-record.ts'
import type { RequestTemplate } from '../../../core/scenario/load-plan.ts'
import { requestTemplate } from '../../support/load-plan.ts'
import { evenly, loadOf, phaseWindows } from '../support/load-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

const ANSWER = {
  status: 503,
  statusLine: 'HTTP/1.1 503 Busy',
  contentType: 'text/plain',
  contentEncoding: null,
  location: null,
  body: 'busy',
}

function reported(template: Partial<RequestTemplate>, answers?: AnswerRecord) {
  const windows = phaseWindows([{ name: 'go', seconds: 10 }])
  const requests = evenly(0, 10, 10, (i) => ({
    serviceTime: 0.01,
    outcome: i < 5 ? 'status' : i < 8 ? 'expectation' : i < 10 ? 'closed' : 'completed',
  }))
  const firstErrors = [{ request: 0, kind: 'status', atSeconds: 2, reason: null, answer: ANSWER } as const]
  const load = loadOf(windows, requests, { firstErrors, ...(answers && { answers }) })
  const record = runRecordOf({ load })
  const scenario = { ...record.scenario, requests: [requestTemplate({ name: 'buy', ...template })] }
  const { checks, redirects } = summarizeLoad(load, scenario)
  return { checks, redirects }
}

const FAILURE = {
  request: 0,
  check: 1,
  atSeconds: 3,
  got: '/a: 2',
  status: 200,
  contentType: 'a/json',
  body: '{"a":2}',
}

describe('what was asked of answers', () => {
  it('is absent where nothing was', () => {
    expect(reported({})).toEqual({ checks: undefined, redirects: undefined })
  })

  it('has the status that the scenario names, told from the accounting of whole answers', () => {
    expect(reported({ expect: { statuses: [200] } }).checks).toEqual([
      {
        request: 'buy',
        check: 'status 200',
        judged: 98,
        failed: 5,
        first: { atSeconds: 2, got: 'HTTP/1.1 503 Busy', status: 503, contentType: 'text/plain', body: 'busy' },
      },
    ])
  })

  it('has each check by name, those that were never judged too', () => {
    const checks = [
      { kind: 'bodyContains', text: 'x' },
      { kind: 'pointer', pointer: '/a', comparison: { kind: 'equal', value: 1 } },
      { kind: 'ttfb', belowSeconds: 1 },
    ] as const
    const answers: AnswerRecord = {
      checks: [
        { request: 0, check: 1, judged: 93, failed: 3, unreadable: 0 },
        { request: 0, check: 0, judged: 93, failed: 0, unreadable: 0 },
        { request: 1, check: 2, judged: 7, failed: 7, unreadable: 0 },
      ],
      failures: [FAILURE],
      redirects: [{ request: 0, hops: 2, requests: 4 }],
    }
    const { request: _, check: __, ...first } = FAILURE
    expect(reported({ expect: { statuses: [], checks } }, answers)).toEqual({
      checks: [
        { request: 'buy', check: 'bodyContains "x"', judged: 93, failed: 0, first: null },
        { request: 'buy', check: 'pointer /a = 1', judged: 93, failed: 3, first },
        { request: 'buy', check: 'ttfb < 1s', judged: 0, failed: 0, first: null },
      ],
      redirects: [{ request: 'buy', byHops: { '2': 4 } }],
    })
  })
})

it('tells errors of phases that are not measured apart, so that the counts sum up to the totals', () => {
  const windows = phaseWindows([
    { name: 'warm-up', seconds: 1, measured: false },
    { name: 'go', seconds: 2 },
  ])
  const requests = evenly(0, 3, 10, () => ({ serviceTime: 0.01, outcome: 'closed' as const }))
  const error = { request: 0, kind: 'closed', atSeconds: 0, reason: null, answer: null } as const
  const load = loadOf(windows, requests, { firstErrors: [error] })
  const { firstErrors, total } = summarizeLoad(load, runRecordOf({ load }).scenario)
  expect(firstErrors).toMatchObject([{ count: 30, unmeasured: 10 }])
  expect(total.errors).toBe(20)
})
