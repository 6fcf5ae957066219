// What one observation costs a service in prom-client, by layout: prom-client walks the bounds from the lowest, so that
// more bounds below the usual latencies cost more. Seconds.

import { Histogram, Registry } from 'prom-client'
import type { BucketLayout } from '../../core/histogram/bucket-layout.ts'

const ROUNDS = 7
const OBSERVATIONS = 10_000

/** Of one observation, the least of several rounds: whatever else the machine did can only have added to them. */
export function measureObserveCost(layout: BucketLayout, latencies: readonly number[]): number {
  if (latencies.length === 0) throw new RangeError('expected at least one latency to observe')
  const histogram = new Histogram({
    name: 'observed_seconds',
    help: 'Only to measure what observing costs.',
    buckets: [...layout.upperBounds],
    registers: [new Registry()],
  })
  const rounds = Array.from({ length: ROUNDS }, () => {
    const startedMs = performance.now()
    for (let i = 0; i < OBSERVATIONS; i++) histogram.observe(latencies[i % latencies.length] as number)
    return (performance.now() - startedMs) / 1e3 / OBSERVATIONS
  })
  return Math.min(...rounds)
}
