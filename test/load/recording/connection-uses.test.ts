import { expect, it } from 'vitest'
import { latencyQuantile, totalCount } from '../../../core/latency/latency-counts.ts'
import { ConnectionUses } from '../../../load/recording/connection-uses.ts'
import { outcomeCode, TIMEOUT } from '../../../load/recording/outcome.ts'
import { SEND_STATES } from '../../../load/recording/timings.ts'
import { requestTimings, UNSENT } from '../../support/request-timings.ts'

it('keeps service times of requests sent into idle connections apart from those of requests that waited', () => {
  const uses = new ConnectionUses()
  const waited = { sendState: SEND_STATES.indexOf('waited') }
  uses.add(
    requestTimings([
      { sentSeconds: 0, endedSeconds: 0.5 },
      { phase: 1, sentSeconds: 1, endedSeconds: 1.25 },
      { phase: 1, intendedSeconds: 0, sentSeconds: 4, endedSeconds: 5, ...waited },
      { phase: 1, intendedSeconds: 0, sentSeconds: 4, endedSeconds: 14, outcome: TIMEOUT, ...waited },
      { phase: 1, sendState: SEND_STATES.indexOf('at once') },
      { phase: 1, outcome: outcomeCode('reset') },
      { phase: 2, outcome: TIMEOUT, ...UNSENT },
    ]),
  )
  const [warmUp, measured, ...others] = uses.result()
  expect(others).toEqual([])
  expect(warmUp?.phase).toBe(0)
  expect(latencyQuantile(warmUp!.spare, 0.5)).toBeCloseTo(0.5, 2)
  expect(latencyQuantile(measured!.spare, 1)).toBeCloseTo(0.25, 2)
  expect([totalCount(measured!.waited), measured!.waited.unbounded]).toEqual([2, 1])
  expect(measured!.waited.maxSeconds).toBe(1)
})
