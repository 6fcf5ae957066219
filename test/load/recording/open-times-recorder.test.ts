import { expect, it } from 'vitest'
import { boundedCount } from '../../../core/latency/latency-counts.ts'
import { OpenTimesRecorder } from '../../../load/recording/open-times-recorder.ts'

it('counts what opening took, and TLS only where there was any', () => {
  const recorder = new OpenTimesRecorder()
  recorder.add(0.25, null)
  recorder.add(0.5, 1)
  const { connectTime, tlsTime } = recorder.times()
  expect(connectTime).toMatchObject({ minSeconds: 0.25, maxSeconds: 0.5, sumSeconds: 0.75 })
  expect(tlsTime).toMatchObject({ minSeconds: 1, maxSeconds: 1 })
  expect([boundedCount(connectTime), boundedCount(tlsTime)]).toEqual([2, 1])
})
