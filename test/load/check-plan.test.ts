import { describe, expect, it } from 'vitest'
import { UserError } from '../../core/user-error.ts'
import { checkPlan, shownUrl } from '../../load/check-plan.ts'
import { loadPlan, openPhase, requestTemplate } from '../support/load-plan.ts'

const plan = loadPlan('http://127.0.0.1:5000')
const closed = (users: number, thinkSeconds: number) => openPhase({ traffic: { kind: 'closed', users, thinkSeconds } })

describe('a plan', () => {
  it('accepts a valid plan', () => {
    expect(() => checkPlan({ ...plan, phases: [openPhase({ rate: 0 }), closed(1, 0)] })).not.toThrow()
  })

  it.each([
    ['no connections', { connections: 0 }, 'connections: expected a whole number from 1, got 0'],
    ['half a worker', { workers: 0.5 }, 'workers: expected a whole number from 1, got 0.5'],
    ['no timeout', { timeoutSeconds: 0 }, 'timeoutSeconds: expected a number above 0, got 0'],
    ['no phases', { phases: [] }, 'phases: expected at least one, got none'],
    ['no requests', { requests: [] }, 'requests: expected at least one, got none'],
    [
      'a phase without end',
      { phases: [openPhase({ durationSeconds: Number.POSITIVE_INFINITY })] },
      'phases[0].durationSeconds: expected a number above 0, got Infinity',
    ],
    [
      'a negative rate',
      { phases: [openPhase(), openPhase({ rate: -20 })] },
      'phases[1].traffic.fromRatePerSecond: expected a number of 0 or more, got -20',
    ],
    ['nobody', { phases: [closed(0, 1)] }, 'phases[0].traffic.users: expected a whole number from 1, got 0'],
    [
      'thinking backwards',
      { phases: [closed(1, -1)] },
      'phases[0].traffic.thinkSeconds: expected a number of 0 or more, got -1',
    ],
    [
      'a request of no weight',
      { requests: [requestTemplate({ weight: 0 })] },
      'requests[0].weight: expected a number above 0, got 0',
    ],
  ])('rejects a plan with %s', (_, change, message) => {
    expect(() => checkPlan({ ...plan, ...change })).toThrow(new RangeError(message))
  })

  it.each(['127.0.0.1:5000', 'ftp://127.0.0.1', '', 'http://'])('rejects the URL %j', (url) => {
    expect(() => checkPlan({ ...plan, url })).toThrow(UserError)
  })
})

it.each([
  ['http://127.0.0.1:5000', 'http://127.0.0.1:5000'],
  ['https://user:secret@h/api?x=1', 'https://h/api'],
])('shows %s as %s', (url, shown) => {
  expect(shownUrl(url)).toBe(shown)
})
