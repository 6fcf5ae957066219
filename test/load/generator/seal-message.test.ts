import { expect, it } from 'vitest'
import { PROTOCOL_VERSION, type Timings } from '../../../load/generator/protocol.ts'
import { FEWEST_ROWS_PER_PART, SEAL_FROM_ROWS, sealMessage } from '../../../load/generator/seal-message.ts'
import { NO_THREAD_LOAD } from '../../../load/recording/thread-load.ts'
import { type RequestTiming, timingsCount } from '../../../load/recording/timings.ts'
import { loadPlan, requestTemplate } from '../../support/load-plan.ts'
import { requestTimings } from '../../support/request-timings.ts'

const PLAN = loadPlan('http://127.0.0.1', { requests: Array.from({ length: 100 }, () => requestTemplate()) })

function message(rows: readonly Partial<RequestTiming>[]): Timings {
  return {
    version: PROTOCOL_VERSION,
    type: 'timings',
    atSeconds: 1,
    timings: requestTimings(rows),
    offered: rows.length,
    inFlight: 3,
    backlog: 0,
    inFlightMax: 4,
    backlogMax: 0,
    load: NO_THREAD_LOAD,
    firstErrors: [],
  }
}

const rows = (count: number) => Array.from({ length: count }, () => ({ intendedSeconds: 0.5 }))

it('seals from a number of rows on, and leaves the rest of the message as it is', () => {
  const many = message(rows(SEAL_FROM_ROWS))
  const { timings, sealed, ...rest } = sealMessage(many, PLAN)
  expect(timingsCount(timings)).toBe(0)
  expect(sealed?.slots).toMatchObject([{ offered: SEAL_FROM_ROWS, completed: SEAL_FROM_ROWS }])
  expect(rest).toEqual({ ...many, timings: undefined })
})

it('leaves fewer rows as they are', () => {
  const few = message(rows(SEAL_FROM_ROWS - 1))
  expect(sealMessage(few, PLAN)).toBe(few)
})

it('leaves rows that many requests share', () => {
  const requests = Math.floor(SEAL_FROM_ROWS / FEWEST_ROWS_PER_PART) + 1
  const shared = message(rows(SEAL_FROM_ROWS).map((row, i) => ({ ...row, request: i % requests })))
  expect(sealMessage(shared, PLAN)).toBe(shared)
})

it('does not seal twice', () => {
  const once = sealMessage(message(rows(SEAL_FROM_ROWS)), PLAN)
  expect(sealMessage(once, PLAN)).toBe(once)
})
