import type { LatencyCounts } from '../../../core/latency/latency-counts.ts'
import { LatencyHistogram } from '../../../core/latency/latency-histogram.ts'

const histogram = new LatencyHistogram()

/** Latencies as the recorder keeps them: on HdrHistogram's grid. */
export function latenciesOf(seconds: Iterable<number>, unbounded = 0): LatencyCounts {
  histogram.reset()
  for (const latency of seconds) histogram.record(latency)
  return { ...histogram.latencies(), unbounded }
}

/** Latencies as they are, each a cell of its own: quick to make, for simulations. */
export function rawLatencies(seconds: Iterable<number>): LatencyCounts {
  const values = Float64Array.from(seconds).sort()
  return {
    values,
    counts: values.map(() => 1),
    unbounded: 0,
    minSeconds: values[0] ?? Number.NaN,
    maxSeconds: values.at(-1) ?? Number.NaN,
    sumSeconds: values.reduce((sum, value) => sum + value, 0),
  }
}
