// A histogram and a gauge of prom-client, with what prom-client does not do itself: it checks no bounds, freezes the array
// that it is given, and names no remedy where a name is taken.

import { Gauge, Histogram, type OpenMetricsContentType, type PrometheusContentType, type Registry } from 'prom-client'
import { bucketLayout } from '../core/histogram/bucket-layout.ts'

export type AnyRegistry = Registry<PrometheusContentType> | Registry<OpenMetricsContentType>

export interface MetricOptions {
  readonly registry: AnyRegistry
  readonly name: string
  readonly help: string
}

export interface HistogramOptions<Label extends string> extends MetricOptions {
  /** Finite, above 0, ascending. */
  readonly boundsSeconds: readonly number[]
  readonly labels?: readonly Label[]
}

/** @throws RangeError for bounds that do not ascend, and for a name that is taken */
export function latencyHistogram<Label extends string = never>({
  registry,
  name,
  help,
  boundsSeconds,
  labels = [],
}: HistogramOptions<Label>): Histogram<Label> {
  refuseTaken(registry, name)
  const buckets = [...bucketLayout(name, boundsSeconds).upperBounds]
  return new Histogram({ name, help, buckets, labelNames: [...labels], registers: [registry] })
}

/** @throws RangeError for a name that is taken */
export function inFlightGauge({ registry, name, help }: MetricOptions): Gauge {
  refuseTaken(registry, name)
  return new Gauge({ name, help, registers: [registry] })
}

function refuseTaken(registry: AnyRegistry, name: string): void {
  if (registry.getSingleMetric(name))
    throw new RangeError(
      `the registry has a metric ${name} already: give each application a registry of its own, or the metrics another name`,
    )
}
