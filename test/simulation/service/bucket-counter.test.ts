import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bucketLayout } from '../../../core/histogram/bucket-layout.ts'
import { createMetrics } from '../../../server/metrics/metrics.ts'
import { BucketCounter } from '../../../simulation/service/bucket-counter.ts'

const layouts = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 }).map((bounds) =>
  bucketLayout(
    'any',
    [...bounds].sort((a, b) => a - b).map((bound) => bound / 100),
  ),
)

/** On the bounds of such layouts as often as between them. */
const latencies = fc.array(
  fc.integer({ min: 0, max: 1000 }).map((n) => n / 200),
  { maxLength: 100 },
)

it("counts what the server's own histograms count, observation by observation", async () => {
  await fc.assert(
    fc.asyncProperty(layouts, latencies, async (layout, observed) => {
      const counter = new BucketCounter(layout)
      const { observer, registry } = createMetrics(layout)
      for (const seconds of observed) {
        counter.observe(seconds)
        observer.ended(seconds, 200)
      }
      const metric = await registry.getSingleMetric('model_latency_seconds')?.get()
      const valuesOf = (suffix: string) =>
        (metric?.values ?? []).flatMap((value) =>
          'metricName' in value && value.metricName === `model_latency_seconds_${suffix}` ? [value.value] : [],
        )
      expect(counter.cumulativeCounts()).toEqual(valuesOf('bucket'))
      expect([counter.sum]).toEqual(valuesOf('sum'))
      expect([counter.count]).toEqual(valuesOf('count'))
    }),
    { numRuns: 30 },
  )
})

it('counts an observation on a bound in the bucket of that bound', () => {
  const counter = new BucketCounter(bucketLayout('two', [0.5, 2]))
  for (const seconds of [0.5, 0.500001, 2, 2.001]) counter.observe(seconds)
  expect(counter.cumulativeCounts()).toEqual([1, 3, 4])
})
