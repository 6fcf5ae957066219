import { expect, it } from 'vitest'
import { CoreWaitMeter } from '../../../server/metrics/core-wait-meter.ts'
import { VirtualClock } from '../../support/virtual-clock.ts'

it('gives the share of each second for which a core was waited for, in seconds of the run', async () => {
  const clock = new VirtualClock(100)
  let waitedSeconds = 7
  const meter = new CoreWaitMeter(clock, () => waitedSeconds)
  meter.begin(102)
  await clock.advanceTo(100.5)
  waitedSeconds += 0.25
  await clock.advanceTo(102)
  waitedSeconds += 3
  await clock.advanceTo(103)
  expect(meter.waits()).toEqual([
    { startSeconds: -2, endSeconds: -1, share: 0.25 },
    { startSeconds: -1, endSeconds: 0, share: 0 },
    { startSeconds: 0, endSeconds: 1, share: 1 },
  ])
})

it('forgets when it begins again, and measures nothing once it is stopped', async () => {
  const clock = new VirtualClock()
  const meter = new CoreWaitMeter(clock, () => 0)
  meter.begin(0)
  await clock.advanceTo(2.5)
  meter.begin(2.5)
  expect(meter.waits()).toEqual([])
  await clock.advanceTo(3.6)
  meter.stop()
  await clock.advanceTo(9)
  expect(meter.waits()).toEqual([{ startSeconds: 0, endSeconds: 1, share: 0 }])
})
