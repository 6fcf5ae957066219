// The raw samples of the histogram that a run is about.

import type { HistogramSelection } from '../../observation/histogram-selection.ts'
import type { Series } from '../../series/series.ts'
import type { QueryApi, TimeRange } from '../query-api.ts'
import { QueryApiError } from '../query-api-error.ts'

/** About 150 MB of JSON. */
const MOST_SAMPLES = 5_000_000

/**
 * Buckets, sum and count of each instance by itself: a sum over instances could not be adjusted for counter resets.
 * @throws QueryApiError where there are too many samples, or the server does not answer
 */
export async function collectHistogramSamples(
  api: QueryApi,
  { bucketSelector, countSelector, sumSelector, text }: HistogramSelection,
  range: TimeRange,
  scrapeIntervalSeconds: number,
): Promise<readonly Series[]> {
  const counted = await api.query(`count(${bucketSelector})`, range.toMs)
  const seriesCount = counted.type === 'vector' ? (counted.samples[0]?.value ?? 0) : 0
  const sampleCount = (seriesCount * (range.toMs - range.fromMs)) / 1e3 / scrapeIntervalSeconds
  if (sampleCount > MOST_SAMPLES)
    throw new QueryApiError(
      'refused',
      `${text} has ${seriesCount} series of buckets, too many to be counted over the run: narrow it by metrics.match`,
    )
  const parts = await Promise.all(
    [bucketSelector, countSelector, sumSelector].map((selector) => api.rawSamples(selector, range)),
  )
  return parts.flat()
}
