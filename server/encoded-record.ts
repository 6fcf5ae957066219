// The exact record as it travels from the server to the harness: HdrHistogram's own encoding, one a second.
// That format carries counts alone, so minimum, maximum and sum go beside it. Seconds.

import { decodeLatencies, encodeLatencies } from '../core/latency/latency-histogram.ts'
import type { ExactRecord } from '../core/run/exact-record.ts'

export interface EncodedRecord {
  readonly seconds: readonly {
    readonly second: number
    readonly minSeconds: number
    readonly maxSeconds: number
    readonly sumSeconds: number
    /** HdrHistogram V2, deflated, base64; microseconds. */
    readonly histogram: string
  }[]
}

export function encodeRecord(record: ExactRecord): EncodedRecord {
  return {
    seconds: record.seconds.map(({ second, latencies }) => ({
      second,
      minSeconds: latencies.minSeconds,
      maxSeconds: latencies.maxSeconds,
      sumSeconds: latencies.sumSeconds,
      histogram: encodeLatencies(latencies),
    })),
  }
}

/** Exactly what was encoded. @throws Error where a histogram cannot be decoded */
export function decodeRecord({ seconds }: EncodedRecord): ExactRecord {
  return {
    seconds: seconds.map(({ second, histogram, ...extremes }) => ({
      second,
      latencies: { ...decodeLatencies(histogram), ...extremes },
    })),
  }
}
