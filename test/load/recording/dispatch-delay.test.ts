import { expect, it } from 'vitest'
import { boundedCount } from '../../../core/latency/latency-counts.ts'
import { DispatchDelays } from '../../../load/recording/dispatch-delay.ts'
import { requestTimings, UNSENT } from '../../support/request-timings.ts'

it('counts every request of a measured phase that was sent, whatever its outcome', () => {
  const record = new DispatchDelays((phase) => phase === 1)
  record.add(
    requestTimings([
      { phase: 0, intendedSeconds: 1, sentSeconds: 9 },
      { phase: 1, intendedSeconds: 2, sentSeconds: 2.5, sendLagSeconds: 0.125 },
      { phase: 1, intendedSeconds: 3, sentSeconds: 3.25, sendLagSeconds: 0, outcome: 4, status: 0 },
      { phase: 1, intendedSeconds: 3, ...UNSENT, outcome: 1 },
    ]),
  )
  expect(record.dispatchDelay()).toMatchObject({ minSeconds: 0.25, maxSeconds: 0.5 })
  expect(record.sendLag()).toMatchObject({ minSeconds: 0, maxSeconds: 0.125 })
  expect(boundedCount(record.dispatchDelay())).toBe(2)
})
