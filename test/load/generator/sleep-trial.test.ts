import { expect, it } from 'vitest'
import { totalCount } from '../../../core/latency/latency-counts.ts'
import { LatencyHistogram } from '../../../core/latency/latency-histogram.ts'
import { SleepTrial } from '../../../load/generator/sleep-trial.ts'
import { VirtualTimers } from '../../support/virtual-timers.ts'

it('sleeps half a millisecond again and again until it is stopped', () => {
  const timers = new VirtualTimers()
  const lateness = new LatencyHistogram()
  const trial = new SleepTrial({
    sleep: (seconds, wake) =>
      timers.sleep(seconds, () => {
        lateness.record(0)
        wake()
      }),
    cancel: (alarm) => timers.cancel(alarm),
    lateness: () => lateness.latencies(),
  })
  timers.advanceTo(0.02025)
  expect(totalCount(trial.stop())).toBe(40)
  timers.advanceTo(1)
  expect(totalCount(trial.stop())).toBe(40)
})
