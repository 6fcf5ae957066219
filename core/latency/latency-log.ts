// Latencies as an HdrHistogram log, which HdrHistogram's own tools read. This is the only file that knows
// hdr-histogram-js and its integer microseconds.

import { build, HistogramLogReader, HistogramLogWriter, type JsHistogram } from 'hdr-histogram-js'
import type { LatencyCounts } from './latency-counts.ts'

const MICROSECONDS = 1e6

/** One line of a `.hlog` file: the latencies between two instants, in seconds from the log's start. */
export interface LatencyInterval {
  readonly startSeconds: number
  readonly endSeconds: number
  readonly tag?: string
  readonly latencies: LatencyCounts
}

/** An HdrHistogram log (version 1.3) for HdrHistogram's own tools; values in microseconds, maxima in milliseconds. */
export function writeLatencyLog(
  startedAt: Date,
  comments: readonly string[],
  intervals: readonly LatencyInterval[],
): string {
  let text = ''
  const writer = new HistogramLogWriter((content: string) => {
    text += content
  })
  for (const comment of comments) writer.outputComment(comment)
  writer.outputLogFormatVersion()
  writer.outputStartTime(startedAt.getTime())
  writer.outputLegend()
  for (const { startSeconds, endSeconds, tag, latencies } of intervals) {
    const histogram = toHistogram(latencies)
    if (tag !== undefined) histogram.tag = tag
    writer.outputIntervalHistogram(histogram, startSeconds, endSeconds, 1000)
  }
  return text
}

/**
 * The intervals of an HdrHistogram log from any writer, in seconds from the log's start.
 * @param unitSeconds what one unit of the recorded values is worth: a microsecond here, a nanosecond in many Java logs
 */
export function readLatencyLog(text: string, unitSeconds = 1 / MICROSECONDS): LatencyInterval[] {
  const logStartSeconds = Number(/^#\[StartTime: *([\d.]+)/m.exec(text)?.[1] ?? 0)
  const reader = new HistogramLogReader(text, 32, false)
  const intervals: LatencyInterval[] = []
  for (let next = reader.nextIntervalHistogram(); next !== null; next = reader.nextIntervalHistogram()) {
    const histogram = next as JsHistogram
    intervals.push({
      startSeconds: histogram.startTimeStampMsec / 1000 - logStartSeconds,
      endSeconds: histogram.endTimeStampMsec / 1000 - logStartSeconds,
      latencies: fromHistogram(histogram, unitSeconds),
      ...(histogram.tag && histogram.tag !== 'NO TAG' ? { tag: histogram.tag } : {}),
    })
  }
  return intervals
}

const INTERVAL_LINE = /^(?:Tag=[^,]*,)?[\d.]+,[\d.]+,([\d.]+),/

/** Whether the text has a line of an interval, as every log has that recorded something. */
export function hasLatencyIntervals(text: string): boolean {
  return text.split('\n').some((line) => INTERVAL_LINE.test(line))
}

/**
 * What one unit of a log's values is worth, in seconds, by the column Interval_Max, which is in milliseconds by
 * convention. Undefined where the two do not stand in a ratio of 1, 1,000 or 1,000,000.
 */
export function latencyLogUnitSeconds(text: string): number | undefined {
  const maxima = text.split('\n').flatMap((line) => INTERVAL_LINE.exec(line)?.[1] ?? [])
  const recorded = readLatencyLog(text, 1).map(({ latencies }) => latencies.values.at(-1) ?? 0)
  const largest = recorded.indexOf(Math.max(...recorded))
  const ratio = (recorded[largest] ?? 0) / Number(maxima[largest])
  return [1, 1e3, 1e6].filter((known) => Math.abs(ratio / known - 1) < 0.05).map((known) => 1e-3 / known)[0]
}

/** The significant digits that a log was recorded with: 3 here, 2 in many others. Undefined for an empty log. */
export function latencyLogDigits(text: string): number | undefined {
  const first = new HistogramLogReader(text, 32, false).nextIntervalHistogram()
  return (first as JsHistogram | null)?.numberOfSignificantValueDigits
}

function newHistogram(): JsHistogram {
  return build({
    bitBucketSize: 32,
    autoResize: true,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 60 * MICROSECONDS,
    numberOfSignificantValueDigits: 3,
    useWebAssembly: false,
  }) as JsHistogram
}

function cells(histogram: JsHistogram, unitSeconds: number): Pick<LatencyCounts, 'values' | 'counts'> {
  const values: number[] = []
  const counts: number[] = []
  let remaining = histogram.totalCount
  for (let index = 0; remaining > 0 && index < histogram.countsArrayLength; index++) {
    const count = histogram.getCountAtIndex(index)
    if (count === 0) continue
    values.push(toSeconds(histogram.highestEquivalentValue(histogram.valueFromIndex(index)), unitSeconds))
    counts.push(count)
    remaining -= count
  }
  return { values: Float64Array.from(values), counts: Float64Array.from(counts) }
}

// Division by a whole number gives 0.002001 s for 2001 µs; multiplication by 1e-6 would add float noise.
function toSeconds(value: number, unitSeconds: number): number {
  return value / Math.round(1 / unitSeconds)
}

// The format holds counts alone. Minimum, maximum and sum are read from the grid, with its error of up to 0.1%.
function fromHistogram(histogram: JsHistogram, unitSeconds: number): LatencyCounts {
  const { values, counts } = cells(histogram, unitSeconds)
  const empty = counts.length === 0
  return {
    values,
    counts,
    unbounded: 0,
    minSeconds: empty ? Number.NaN : (values[0] as number),
    maxSeconds: empty ? Number.NaN : (values.at(-1) as number),
    sumSeconds: values.reduce((sum, value, i) => sum + value * (counts[i] as number), 0),
  }
}

function toHistogram(latencies: LatencyCounts): JsHistogram {
  const histogram = newHistogram()
  latencies.values.forEach((value, i) => {
    const microseconds = Math.round(Math.min(value, latencies.maxSeconds) * MICROSECONDS)
    histogram.recordValueWithCount(microseconds, latencies.counts[i] as number)
  })
  return histogram
}
