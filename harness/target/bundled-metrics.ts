// Where the bundled server, real or simulated, publishes its latencies.

import { MODEL_LATENCY_METRIC } from '../../core/histogram/model-latency-metric.ts'
import type { MetricsTarget } from '../../core/scenario/target.ts'

export function bundledMetrics(url: string): MetricsTarget {
  return { urls: [url], histogram: MODEL_LATENCY_METRIC, match: '', requests: [] }
}
