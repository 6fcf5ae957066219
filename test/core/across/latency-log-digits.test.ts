import { build, HistogramLogWriter } from 'hdr-histogram-js'
import { describe, expect, it } from 'vitest'
import { latencyRecord, recordPrecision } from '../../../analysis/layouts/record/latency-record.ts'
import { latencyLogDigits, readLatencyLog, writeLatencyLog } from '../../../core/latency/latency-log.ts'
import { seriesOfIntervals } from '../../../core/latency/latency-series.ts'

/** A log as another tool would write it: 2 digits, nanoseconds, no start time. */
function foreignLog(): string {
  const histogram = build({ numberOfSignificantValueDigits: 2, highestTrackableValue: 6e10, bitBucketSize: 64 })
  for (const seconds of [0.1, 0.25, 2.002]) histogram.recordValue(seconds * 1e9)
  let text = ''
  const writer = new HistogramLogWriter((content: string) => {
    text += content
  })
  writer.outputLogFormatVersion()
  writer.outputLegend()
  writer.outputIntervalHistogram(histogram, 1_700_000_000, 1_700_000_001)
  return text
}

describe('a HdrHistogram log of another tool', () => {
  it('says its own precision', () => {
    expect(latencyLogDigits(foreignLog())).toBe(2)
    expect(latencyLogDigits(writeLatencyLog(new Date(0), [], []))).toBeUndefined()
  })

  it('becomes a record whose cells hold the recorded latencies', () => {
    const series = seriesOfIntervals(readLatencyLog(foreignLog(), 1e-9))
    expect(series.map(({ second }) => second)).toEqual([0])
    const record = latencyRecord(series, { unitSeconds: 1e-9, significantDigits: 2 })
    for (const [cell, seconds] of [0.1, 0.25, 2.002].entries()) {
      expect(record.lowers[cell]).toBeLessThanOrEqual(seconds)
      expect(record.uppers[cell]).toBeGreaterThanOrEqual(seconds)
    }
    expect(recordPrecision(record)).toBeLessThanOrEqual(1 / 128)
    expect(recordPrecision(record)).toBeGreaterThan(1 / 300)
  })
})
