import { expect, test } from 'vitest'
import { LatencyHistogram } from '../../../core/latency/latency-histogram.ts'
import { type ExactRecord, joinRecords } from '../../../core/run/exact-record.ts'

function recordOf(seconds: Readonly<Record<number, readonly number[]>>): ExactRecord {
  return {
    seconds: Object.entries(seconds).map(([second, latencies]) => {
      const histogram = new LatencyHistogram()
      for (const latency of latencies) histogram.record(latency)
      return { second: Number(second), latencies: histogram.latencies() }
    }),
    coreWaits: [],
  }
}

test('joined records hold each second once, with what every one of them observed in it', () => {
  const before = recordOf({ 0: [0.1], 1: [0.2, 0.3] })
  const after = recordOf({ 1: [0.2], 3: [0.4] })
  expect(joinRecords([before, after])).toEqual(recordOf({ 0: [0.1], 1: [0.2, 0.3, 0.2], 3: [0.4] }))
  expect(joinRecords([after, before])).toEqual(joinRecords([before, after]))
  expect(joinRecords([before])).toEqual(before)
  expect(joinRecords([])).toEqual({ seconds: [], coreWaits: [] })
})

test('joined records hold the waits for a core of all of them', () => {
  const [first, second] = [0, 5].map((startSeconds) => ({ startSeconds, endSeconds: startSeconds + 1, share: 0.2 }))
  const joined = joinRecords([first, second].map((wait) => ({ seconds: [], coreWaits: wait ? [wait] : [] })))
  expect(joined.coreWaits).toEqual([first, second])
})
