// Latencies as an HdrHistogram log, which HdrHistogram's own tools read. This is the only file that knows
// hdr-histogram-js and its integer microseconds.

import { build, HistogramLogWriter, type JsHistogram } from 'hdr-histogram-js'
import { decodeHistogram, type HistogramGrid, highestUnitsOf } from './encoded-histogram.ts'
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
  const startSeconds = Number(/^#\[StartTime: *([\d.]+)/m.exec(text)?.[1] ?? 0)
  const baseSeconds = Number(/^#\[BaseTime: *([\d.]+)/m.exec(text)?.[1] ?? 0)
  const lines = intervalLines(text)
  // Without a base, instants long before the start are relative to it, and others are absolute.
  const isRelative = baseSeconds === 0 && (lines[0]?.startSeconds ?? 0) < startSeconds - YEAR_SECONDS
  const zeroSeconds = isRelative ? 0 : startSeconds - baseSeconds
  const endsOf = cellEnds(unitSeconds)
  return lines.map(({ startSeconds: from, lengthSeconds, tag, encoded }) => {
    const { grid, cells, counts } = decodeHistogram(encoded)
    const ends = endsOf(grid, (cells.at(-1) ?? -1) + 1)
    const values = new Float64Array(cells.length)
    for (let i = 0; i < cells.length; i++) values[i] = ends[cells[i] as number] as number
    return {
      startSeconds: from - zeroSeconds,
      endSeconds: from + lengthSeconds - zeroSeconds,
      latencies: latenciesOf(values, counts),
      ...(tag === '' ? {} : { tag }),
    }
  })
}

const YEAR_SECONDS = 365 * 24 * 3600

interface IntervalLine {
  readonly startSeconds: number
  readonly lengthSeconds: number
  /** Empty without one. */
  readonly tag: string
  readonly encoded: string
}

/** All lines with commas that are neither comments nor the legend. */
function intervalLines(text: string): IntervalLine[] {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.includes(',') && !/^(?:#|"StartTimestamp")/.test(line))
  return lines.map((line) => {
    const [, tag = '', rest = line] = /^Tag=([^,]*),(.*)$/.exec(line) ?? []
    const [start = '', length = '', , encoded = ''] = rest.split(',')
    return { startSeconds: Number.parseFloat(start), lengthSeconds: Number.parseFloat(length), tag, encoded }
  })
}

const INTERVAL_LINE = /^(?:Tag=[^,]*,)?[\d.]+,[\d.]+,([\d.]+),/

/** Whether the text has a line of an interval, as every log has that recorded something. */
export function hasLatencyIntervals(text: string): boolean {
  return text.split('\n').some((line) => INTERVAL_LINE.test(line))
}

/** The same intervals, read with a unit of one second, in seconds: decoding a log of an hour takes a second each time. */
export function latenciesInUnit(recorded: readonly LatencyInterval[], unitSeconds: number): LatencyInterval[] {
  const unitsPerSecond = Math.round(1 / unitSeconds)
  return recorded.map((interval) => {
    const { values, counts } = interval.latencies
    const inSeconds = new Float64Array(values.length)
    // A loop: a log of an hour has millions of them, for each of which map would call a function.
    for (let i = 0; i < values.length; i++) inSeconds[i] = toSeconds(values[i] as number, unitsPerSecond)
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
  const [first] = intervalLines(text)
  return first && decodeHistogram(first.encoded).grid.significantDigits
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

/** The upper ends of cells in seconds, kept for the next histogram: the intervals of a log share a grid. */
function cellEnds(unitSeconds: number): (grid: HistogramGrid, cells: number) => Float64Array {
  const unitsPerSecond = Math.round(1 / unitSeconds)
  let of = ''
  let ends = new Float64Array()
  return (grid, cells) => {
    const name = `${grid.doublingBits} ${grid.unitBits}`
    if (of !== name || ends.length < cells) {
      const length = of === name ? Math.max(cells, 2 * ends.length) : cells
      of = name
      ends = Float64Array.from({ length }, (_, cell) => toSeconds(highestUnitsOf(cell, grid), unitsPerSecond))
    }
    return ends
  }
}

// Division by a whole number gives 0.002001 s for 2001 µs; multiplication by 1e-6 would add float noise.
function toSeconds(value: number, unitsPerSecond: number): number {
  return value / unitsPerSecond
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
