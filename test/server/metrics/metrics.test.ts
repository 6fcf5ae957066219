import { describe, expect, it } from 'vitest'
import { bucketLayout } from '../../../core/histogram/bucket-layout.ts'
import { layoutMetric } from '../../../core/histogram/layout-metric.ts'
import { NAMED_LAYOUTS } from '../../../core/histogram/named-layouts.ts'
import { createMetrics } from '../../../server/metrics/metrics.ts'
import { PROCESS_METRICS } from '../../../server/metrics/published-metrics.ts'

async function lines(metrics: ReturnType<typeof createMetrics>, start: string): Promise<string[]> {
  return (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith(start))
}

describe('createMetrics', () => {
  it("publishes the lab's buckets, unlabelled and at zero from the start", async () => {
    const metrics = createMetrics(NAMED_LAYOUTS.lab)
    expect(await lines(metrics, 'model_latency_seconds')).toEqual([
      ...['0.1', '0.3', '0.5', '0.7', '1', '2', '5', '+Inf'].map((le) => `model_latency_seconds_bucket{le="${le}"} 0`),
      'model_latency_seconds_sum 0',
      'model_latency_seconds_count 0',
    ])
    expect(await lines(metrics, 'model_requests')).toEqual([
      'model_requests_in_flight 0',
      'model_requests_total{code="200"} 0',
      'model_requests_total{code="500"} 0',
      'model_requests_total{code="gone"} 0',
      'model_requests_total{code="reset"} 0',
    ])
  })

  it('publishes of the process itself what is known not to be simulated, and when it started', async () => {
    const { registry } = createMetrics(NAMED_LAYOUTS.lab)
    const names = (await registry.getMetricsAsJSON()).flatMap(({ name, type }) =>
      String(type) === 'histogram' ? ['bucket', 'sum', 'count'].map((part) => `${name}_${part}`) : [name],
    )
    const ofProcess = names.filter((name) => !name.startsWith('model_'))
    expect(ofProcess.filter((name) => !PROCESS_METRICS.includes(name))).toEqual(['process_start_time_seconds'])
  })

  it('counts a latency in every bucket whose bound is not below it', async () => {
    const metrics = createMetrics(bucketLayout('two', [0.5, 2]))
    for (const seconds of [0.5, 0.500001, 2.001]) {
      metrics.observer.arrived()
      metrics.observer.ended(seconds, 200)
    }
    metrics.observer.arrived()
    expect(await lines(metrics, 'model_')).toEqual([
      'model_latency_seconds_bucket{le="0.5"} 1',
      'model_latency_seconds_bucket{le="2"} 2',
      'model_latency_seconds_bucket{le="+Inf"} 3',
      `model_latency_seconds_sum ${0.5 + 0.500001 + 2.001}`,
      'model_latency_seconds_count 3',
      'model_requests_in_flight 1',
      'model_requests_total{code="200"} 3',
      'model_requests_total{code="500"} 0',
      'model_requests_total{code="gone"} 0',
      'model_requests_total{code="reset"} 0',
    ])
  })

  it('publishes the default process metrics, and a help text for each metric', async () => {
    const text = await createMetrics(NAMED_LAYOUTS.lab).registry.metrics()
    expect(text).toMatch(/^process_cpu_seconds_total /m)
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m)
    expect(text).toMatch(/^# HELP model_latency_seconds Seconds from /m)
    expect(text).toMatch(/^# TYPE model_latency_seconds histogram$/m)
  })

  it('observes the same number in one histogram per extra layout', async () => {
    const extra = [bucketLayout('slo-1s', [1]), NAMED_LAYOUTS['prom-client']]
    const metrics = createMetrics(NAMED_LAYOUTS.lab, extra)
    metrics.observer.ended(0.75, 200)
    expect(await lines(metrics, 'model_latency_seconds_layout_slo_1s')).toEqual([
      'model_latency_seconds_layout_slo_1s_bucket{le="1"} 1',
      'model_latency_seconds_layout_slo_1s_bucket{le="+Inf"} 1',
      'model_latency_seconds_layout_slo_1s_sum 0.75',
      'model_latency_seconds_layout_slo_1s_count 1',
    ])
    expect(await lines(metrics, 'model_latency_seconds_layout_prom_client_sum')).toHaveLength(1)
    expect(await lines(metrics, 'model_latency_seconds_sum')).toEqual(['model_latency_seconds_sum 0.75'])
  })

  it('rejects two layouts with one metric name, and bounds that do not ascend', () => {
    const same = [bucketLayout('a-b', [1]), bucketLayout('a_b', [2])]
    expect(layoutMetric('a-b')).toBe(layoutMetric('a_b'))
    expect(() => createMetrics(NAMED_LAYOUTS.lab, same)).toThrow('model_latency_seconds_layout_a_b')
    expect(() => createMetrics({ name: 'wrong', upperBounds: [2, 1] })).toThrow(RangeError)
  })

  it('does not change the given layout', () => {
    const upperBounds = [1, 2]
    createMetrics({ name: 'mine', upperBounds })
    expect(Object.isFrozen(upperBounds)).toBe(false)
  })
})
