import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundedCount } from '../../../core/latency/latency-counts.ts'
import { allObservations } from '../../../core/run/exact-record.ts'
import { ExactRecorder } from '../../../server/metrics/exact-recorder.ts'

function recorderAt(time: { nowSeconds: number }): ExactRecorder {
  return new ExactRecorder(() => time.nowSeconds)
}

describe('ExactRecorder', () => {
  it('keeps each observation in the second of the run in which it was made', () => {
    const time = { nowSeconds: 100 }
    const recorder = recorderAt(time)
    recorder.begin(100.5)
    for (const [nowSeconds, latency] of [
      [100.6, 0.1],
      [101.49, 0.2],
      [101.5, 0.3],
      [105, 0.4],
    ] as const) {
      time.nowSeconds = nowSeconds
      recorder.record(latency)
    }
    const seconds = recorder.collect().seconds
    expect(seconds.map(({ second }) => second)).toEqual([0, 1, 4])
    expect(seconds.map(({ latencies }) => latencies.sumSeconds)).toEqual([0.1 + 0.2, 0.3, 0.4])
    expect(seconds.map(({ latencies }) => boundedCount(latencies))).toEqual([2, 1, 1])
  })

  it('records nothing before it begins, and refuses to be collected', () => {
    const recorder = recorderAt({ nowSeconds: 1 })
    recorder.record(0.1)
    expect(() => recorder.collect()).toThrow('nothing is recorded: call beginRecord first')
    recorder.begin(0)
    expect(recorder.collect()).toEqual({ seconds: [] })
  })

  it('forgets everything when it begins again', () => {
    const time = { nowSeconds: 1 }
    const recorder = recorderAt(time)
    recorder.begin(0)
    recorder.record(0.1)
    time.nowSeconds = 2
    recorder.record(0.1)
    recorder.begin(2)
    recorder.record(0.7)
    expect(recorder.collect().seconds.map(({ second, latencies }) => [second, latencies.maxSeconds])).toEqual([
      [0, 0.7],
    ])
  })

  it('goes on after it was collected, within the same second too', () => {
    const recorder = recorderAt({ nowSeconds: 1 })
    recorder.begin(0)
    recorder.record(0.1)
    recorder.collect()
    recorder.record(0.2)
    expect(recorder.collect().seconds).toHaveLength(1)
    expect(allObservations(recorder.collect()).sumSeconds).toBeCloseTo(0.3)
  })

  it('merging all seconds gives everything that was recorded', () => {
    const steps = fc.array(
      fc.record({
        pause: fc.double({ min: 0, max: 3, noNaN: true }),
        latency: fc.double({ min: 0, max: 90, noNaN: true }),
      }),
      { minLength: 1, maxLength: 50 },
    )
    fc.assert(
      fc.property(steps, (observations) => {
        const time = { nowSeconds: 10 }
        const recorder = recorderAt(time)
        recorder.begin(10)
        for (const { pause, latency } of observations) {
          time.nowSeconds += pause
          recorder.record(latency)
        }
        const all = allObservations(recorder.collect())
        const latencies = observations.map(({ latency }) => latency)
        expect(boundedCount(all)).toBe(latencies.length)
        expect([all.minSeconds, all.maxSeconds]).toEqual([Math.min(...latencies), Math.max(...latencies)])
      }),
      { numRuns: 20 },
    )
  })
})
