// Two readings of what a histogram counted: every latency at the low end of its bucket, and every one at the high end.
//
// The truth lies between. A quantile of the latencies grows with each of them, and so does what any layout's
// histogram_quantile draws: moving a latency up takes counts from cumulative buckets, never adds any, and the line through
// fewer counts below reaches a rank no earlier. So what both readings show is so, and where they differ it lies between.

import type { RankIndex } from '../../../core/latency/rank-index.ts'
import type { AnalysisRequest } from '../analysis-request.ts'
import { type BucketedRecord, bucketRecords, estimateIn } from '../record/bucketed-record.ts'
import type { LatencyRecord } from '../record/latency-record.ts'

export interface Reading {
  readonly record: LatencyRecord
  /** In the buckets of each layout, in the order of the request. */
  readonly bucketed: readonly BucketedRecord[]
}

export interface Readings {
  readonly low: Reading
  readonly high: Reading
}

/** @param request its record is that of the buckets */
export function readingsOf({ record, layouts }: Pick<AnalysisRequest, 'record' | 'layouts'>): Readings {
  const atLowEnds = { ...record, uppers: record.lowers }
  return {
    low: { record: atLowEnds, bucketed: bucketRecords(atLowEnds, layouts) },
    high: { record, bucketed: bucketRecords(record, layouts) },
  }
}

/** As histogram_quantile draws it; Infinity where a native histogram would have a bucket that nobody knows. */
export function drawnIn(bucketed: BucketedRecord, counts: RankIndex, quantile: number): number {
  return drawn(bucketed, estimateIn(bucketed, counts, quantile))
}

/** The same, of an estimate in its buckets. */
export function drawn(bucketed: BucketedRecord, { value, upper }: ReturnType<typeof estimateIn>): number {
  return bucketed.native && upper === Infinity ? Infinity : value
}
