// What the server publishes, as data: the names, what they mean and their layouts. The server makes prom-client's metrics of
// it, the simulation (simulation/) pages of its own.

import type { BucketLayout } from '../../core/histogram/bucket-layout.ts'
import { layoutMetric } from '../../core/histogram/layout-metric.ts'
import { MODEL_LATENCY_METRIC } from '../../core/histogram/model-latency-metric.ts'

export interface PublishedMetric {
  readonly name: string
  readonly help: string
}

export interface PublishedHistogram extends PublishedMetric {
  readonly layout: BucketLayout
}

export const REQUESTS: PublishedMetric = {
  name: 'model_requests_total',
  help: 'Requests to /predict by how they ended: an HTTP status, gone (the client went away) or reset.',
}

/** A counter that first appears at 1 shows no increase from 0: these are there from the start. */
export const REQUEST_CODES: readonly string[] = ['200', '500', 'gone', 'reset']

export const IN_FLIGHT: PublishedMetric = {
  name: 'model_requests_in_flight',
  help: 'Requests to /predict that have arrived and are not yet answered.',
}

/** @throws RangeError where two layouts would share a metric's name */
export function publishedHistograms(
  layout: BucketLayout,
  extraLayouts: readonly BucketLayout[],
): readonly PublishedHistogram[] {
  const help = 'Seconds from the arrival of a request at /predict to its answer, its wait for a worker included.'
  const published = [
    { name: MODEL_LATENCY_METRIC, help, layout },
    ...extraLayouts.map((extra) => ({
      name: layoutMetric(extra.name),
      help: `${help} Layout ${extra.name}.`,
      layout: extra,
    })),
  ]
  const names = published.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new RangeError(`two layouts would both be published as ${twice}`)
  return published
}
