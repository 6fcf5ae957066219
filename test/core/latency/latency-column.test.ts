import { expect, it } from 'vitest'
import { LatencyColumn } from '../../../core/latency/latency-column.ts'
import { LatencyHistogram } from '../../../core/latency/latency-histogram.ts'

it('counts what was added into each histogram once, however much it is', () => {
  const column = new LatencyColumn()
  const [first, second, expected] = [new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram()]
  for (let i = 0; i < 1000; i++) {
    column.add(i / 1000)
    expected.record(i / 1000)
  }
  column.countInto(first, second)
  column.countInto(first, second)
  expect(first.latencies()).toEqual(expected.latencies())
  expect(second.latencies()).toEqual(expected.latencies())
  column.add(2)
  column.countInto(first)
  expect(first.count).toBe(1001)
})
