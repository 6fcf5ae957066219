// What one label set of a layout takes in a scrape of the whole record.

import { type HistogramLayout, isNativeLayout, nativeIndex } from '../../../core/histogram/native-layout.ts'
import type { AnalysisRequest } from '../analysis-request.ts'
import { type BucketedRecord, groupTotals } from '../record/bucketed-record.ts'
import { nativeExpositionBytes, textExpositionBytes } from './exposition-size.ts'

/** Bytes. @param totals how often each cell of the record was seen */
export function expositionBytes(
  layout: HistogramLayout,
  { metric, record }: Pick<AnalysisRequest, 'metric' | 'record'>,
  totals: Float64Array,
  { bucketOf, uppers }: BucketedRecord,
): number {
  const counts = groupTotals(totals, bucketOf, uppers.length)
  if (isNativeLayout(layout)) {
    const populated = counts.subarray(1, -1)
    const firstIndex = populated.length === 0 ? 0 : nativeIndex(layout.schema, uppers[1] as number)
    return nativeExpositionBytes(metric, layout.schema, counts[0] as number, firstIndex, populated)
  }
  const sum = totals.reduce((seconds, count, cell) => {
    const latency = record.uppers[cell] as number
    return Number.isFinite(latency) ? seconds + count * latency : seconds
  }, 0)
  return textExpositionBytes(metric, layout.upperBounds, counts, sum)
}
