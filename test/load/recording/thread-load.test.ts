import { expect, it } from 'vitest'
import { addSample, isSaturated, NO_THREAD_LOAD } from '../../../load/recording/thread-load.ts'

it.each<[string, number, number, number, boolean]>([
  ['idle', 0.02, 0.02, 0, false],
  ['busy four fifths of the time', 0.8, 0.75, 0, false],
  ['without a pause, on its core all the time', 1, 0.99, 0, true],
  ['without a pause, but preempted half of the time', 1, 0.5, 0.5, true],
  ['kept from waking up most of the time: no work is seen, and none could be done', 0.05, 0.05, 0.9, true],
  ['waiting for a core half of the time', 0.4, 0.3, 0.5, false],
  ['at the limit', 0.9, 0.5, 0, true],
])('a thread that is %s', (_, activeSeconds, cpuSeconds, waitingForCoreSeconds, saturated) => {
  expect(isSaturated({ wallSeconds: 1, activeSeconds, cpuSeconds, waitingForCoreSeconds })).toBe(saturated)
})

it('adds up samples, and the time of those that were saturated', () => {
  const sample = (activeSeconds: number) => ({
    wallSeconds: 0.125,
    activeSeconds,
    cpuSeconds: 0.03125,
    waitingForCoreSeconds: 0.0625,
  })
  expect([sample(0.125), sample(0.0625), sample(0.125)].reduce(addSample, NO_THREAD_LOAD)).toEqual({
    wallSeconds: 0.375,
    activeSeconds: 0.3125,
    cpuSeconds: 0.09375,
    waitingForCoreSeconds: 0.1875,
    saturatedSeconds: 0.25,
  })
})
