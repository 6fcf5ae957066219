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
  const endsOf = cellEnds(unitSeconds)
  for (let next = reader.nextIntervalHistogram(); next !== null; next = reader.nextIntervalHistogram()) {
    const histogram = next as JsHistogram
    intervals.push({
      startSeconds: histogram.startTimeStampMsec / 1000 - logStartSeconds,
      endSeconds: histogram.endTimeStampMsec / 1000 - logStartSeconds,
      latencies: fromHistogram(histogram, endsOf),
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

/** The same intervals, read with a unit of one second, in seconds: decoding a log of an hour takes a second each time. */
export function latenciesInUnit(recorded: readonly LatencyInterval[], unitSeconds: number): LatencyInterval[] {
  return recorded.map((interval) => {
    const { values, counts } = interval.latencies
    const inSeconds = values.map((value) => toSeconds(value, unitSeconds))
    return { ...interval, latencies: latenciesOf(inSeconds, counts) }
  })
}

/**
 * What one unit of a log's values is worth, in seconds, by the column Interval_Max, which is in milliseconds by
 * convention. Undefined where the two do not stand in a ratio of 1, 1,000 or 1,000,000.
 * @param recorded what the log was read as with a unit of one second
 */
export function latencyLogUnitSeconds(
  text: string,
  recorded: readonly LatencyInterval[] = readLatencyLog(text, 1),
): number | undefined {
  const printed = text.split('\n').flatMap((line) => INTERVAL_LINE.exec(line)?.[1] ?? [])
  const maxima = recorded.map(({ latencies }) => latencies.values.at(-1) ?? 0)
  const most = maxima.reduce((max, each) => Math.max(max, each), 0)
  const ratio = most / Number(printed[maxima.indexOf(most)])
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

function fromHistogram(histogram: JsHistogram, endsOf: (histogram: JsHistogram) => Float64Array): LatencyCounts {
  const ends = endsOf(histogram)
  const values: number[] = []
  const counts: number[] = []
  let remaining = histogram.totalCount
  for (let index = 0; remaining > 0 && index < histogram.countsArrayLength; index++) {
    const count = histogram.getCountAtIndex(index)
    if (count === 0) continue
    values.push(ends[index] as number)
    counts.push(count)
    remaining -= count
  }
  return latenciesOf(Float64Array.from(values), Float64Array.from(counts))
}

/**
 * The upper ends of a histogram's cells in seconds, kept for the next one: the intervals of a log share a grid, and
 * HdrHistogram's own way from an index to the end of its cell searches for that cell first.
 */
function cellEnds(unitSeconds: number): (histogram: JsHistogram) => Float64Array {
  let grid = ''
  let ends = new Float64Array()
  return (histogram) => {
    const { subBucketHalfCountMagnitude, unitMagnitude, countsArrayLength } = histogram
    const ofThis = `${subBucketHalfCountMagnitude} ${unitMagnitude}`
    if (grid !== ofThis || ends.length < countsArrayLength) {
      grid = ofThis
      ends = Float64Array.from({ length: countsArrayLength }, (_, index) =>
        toSeconds(lowestUnitOf(histogram, index + 1) - 1, unitSeconds),
      )
    }
    return ends
  }
}

/** As HdrHistogram's valueFromIndex. */
function lowestUnitOf(histogram: JsHistogram, index: number): number {
  const { subBucketHalfCount, subBucketHalfCountMagnitude, unitMagnitude } = histogram
  const doublings = Math.max(0, (index >> subBucketHalfCountMagnitude) - 1)
  return (index - doublings * subBucketHalfCount) * 2 ** (doublings + unitMagnitude)
}

// Division by a whole number gives 0.002001 s for 2001 µs; multiplication by 1e-6 would add float noise.
function toSeconds(value: number, unitSeconds: number): number {
  return value / Math.round(1 / unitSeconds)
}

// The format holds counts alone. Minimum, maximum and sum are read from the grid, with its error of up to 0.1%.
function latenciesOf(values: Float64Array, counts: Float64Array): LatencyCounts {
  let sumSeconds = 0
  for (let i = 0; i < values.length; i++) sumSeconds += (values[i] as number) * (counts[i] as number)
  const minSeconds = values[0] ?? Number.NaN
  return { values, counts, unbounded: 0, minSeconds, maxSeconds: values.at(-1) ?? Number.NaN, sumSeconds }
}

function toHistogram(latencies: LatencyCounts): JsHistogram {
  const histogram = newHistogram()
  latencies.values.forEach((value, i) => {
    const microseconds = Math.round(Math.min(value, latencies.maxSeconds) * MICROSECONDS)
    histogram.recordValueWithCount(microseconds, latencies.counts[i] as number)
  })
  return histogram
}
