import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { build, HistogramLogWriter, type JsHistogram } from 'hdr-histogram-js'
import { describe, expect, it } from 'vitest'
import { withUnbounded } from '../../../core/latency/latency-counts.ts'
import { LatencyHistogram } from '../../../core/latency/latency-histogram.ts'
import {
  type LatencyInterval,
  latenciesInUnit,
  latencyLogUnitSeconds,
  readLatencyLog,
  writeLatencyLog,
} from '../../../core/latency/latency-log.ts'

function recorded(seconds: Iterable<number>) {
  const histogram = new LatencyHistogram()
  for (const value of seconds) histogram.record(value)
  return histogram.latencies()
}

/** HdrHistogram's interchange format: the last field of a log's interval. */
function encoded(latencies: LatencyInterval['latencies']): string {
  return logOf(latencies).trimEnd().split(',').at(-1) as string
}

function logOf(latencies: LatencyInterval['latencies']): string {
  return writeLatencyLog(new Date(0), [], [{ startSeconds: 0, endSeconds: 1, latencies }])
}

describe('the interchange format', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 50 }), (seconds) => {
        const latencies = recorded(seconds)
        const again = readLatencyLog(logOf(latencies))[0]?.latencies
        expect(again?.values).toEqual(latencies.values)
        expect(again?.counts).toEqual(latencies.counts)
      }),
      { numRuns: 30 },
    )
  })

  it("is HdrHistogram's own, read by hand: V2 cookies, zlib, zigzag LEB128 counts", () => {
    const latencies = recorded([0.000001, 0.000001, 0.000005, 1])
    expect(decodedByHand(encoded(latencies))).toEqual({
      significantDigits: 3,
      counts: [
        [1, 2],
        [5, 1],
        // 1,000,000 µs: in the cell of 512 µs that begins at 999,936.
        [999_936, 1],
      ],
    })
  })

  it('rejects text that is not an encoded histogram', () => {
    const log = logOf(recorded([1]))
    expect(() => readLatencyLog(log.replace(encoded(recorded([1])), 'aGVsbG8gd29ybGQ='))).toThrow()
  })
})

// As HdrHistogram's Java original wrote it, in nanoseconds: one interval of jHiccup, whose tools read a mean of
// 301,998 ns and a maximum of 2.769 ms. Its cells are 16,384 ns wide: their upper ends lie half of that above the middle.
const JAVA_INTERVAL =
  'HISTFAAAAEV42pNpmSzMwMCgyAABTBDKT4GBgdnNYMcCBvsPEBEJISEuATEZMQ4uASkhIR4nrxg9v2lMaxhvMekILGZkKmcCAEf2CsI='

const JAVA_LOG = `#[Fake log chunk]
#[Histogram log format version 1.2]
#[StartTime: 1441812279.474 (seconds since epoch), Wed Sep 09 08:24:39 PDT 2015]
"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"
0.127,1.007,2.769,${JAVA_INTERVAL}
Tag=A,1.134,0.999,2.769,${JAVA_INTERVAL}
`

describe('readLatencyLog', () => {
  it("reads another tool's log in its unit", () => {
    const [first, second] = readLatencyLog(JAVA_LOG, 1e-9) as [LatencyInterval, LatencyInterval]
    expect(first.startSeconds).toBeCloseTo(0.127, 3)
    expect(first.endSeconds).toBeCloseTo(1.134, 3)
    expect('tag' in first).toBe(false)
    expect(second.tag).toBe('A')
    const { counts, sumSeconds, maxSeconds } = first.latencies
    const mean = sumSeconds / counts.reduce((sum, count) => sum + count, 0)
    expect(mean - 8192e-9).toBeCloseTo(301_998e-9, 8)
    expect(maxSeconds).toBeCloseTo(0.002769, 5)
  })

  it('keeps the times of a log without a start time', () => {
    const [interval] = readLatencyLog(`12.5,1.000,2.769,${JAVA_INTERVAL}\n`, 1e-9) as [LatencyInterval]
    expect(interval.startSeconds).toBeCloseTo(12.5, 6)
    expect(interval.endSeconds).toBeCloseTo(13.5, 6)
  })

  it('reads an empty log as no intervals', () => {
    expect(readLatencyLog('')).toEqual([])
  })
})

describe('the cells of any log', () => {
  const DIGITS = fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const)
  const LOWEST = fc.constantFrom(1, 2, 1000, 1024)
  const VALUES = fc.array(fc.integer({ min: 0, max: 2 ** 40 }), { minLength: 1, maxLength: 30 })

  it("are read at the upper end that HdrHistogram's own arithmetic gives them", () => {
    fc.assert(
      fc.property(DIGITS, LOWEST, VALUES, (numberOfSignificantValueDigits, lowestDiscernibleValue, values) => {
        const histogram = build({
          bitBucketSize: 32,
          autoResize: true,
          lowestDiscernibleValue,
          highestTrackableValue: 2 ** 41,
          numberOfSignificantValueDigits,
          useWebAssembly: false,
        }) as JsHistogram
        for (const value of values) histogram.recordValue(value)
        let text = ''
        const writer = new HistogramLogWriter((line) => {
          text += line
        })
        writer.outputIntervalHistogram(histogram, 0, 1, 1)
        const upperEnds = new Set(values.map((value) => histogram.highestEquivalentValue(value)))
        const [interval] = readLatencyLog(text, 1)
        expect(interval?.latencies.values).toEqual(Float64Array.from(upperEnds).sort())
      }),
      { numRuns: 50 },
    )
  })
})

describe('latenciesInUnit', () => {
  it.each([1e-9, 1e-6, 1e-3])('gives what reading the log with a unit of %f s gives', (unitSeconds) => {
    expect(latenciesInUnit(readLatencyLog(JAVA_LOG, 1), unitSeconds)).toEqual(readLatencyLog(JAVA_LOG, unitSeconds))
  })
})

describe('latencyLogUnitSeconds', () => {
  // Maxima are written in milliseconds: of 2,000 units as 2, 2,000,000 or 0.002 of them.
  it.each([
    ['microseconds', '2.000', 1e-6],
    ['nanoseconds', '0.002', 1e-9],
    ['milliseconds', '2000.000', 1e-3],
    ['something else', '77.000', undefined],
  ])('tells %s from the column Interval_Max', (_, maximum, unitSeconds) => {
    const histogram = new LatencyHistogram()
    histogram.record(0.002)
    const log = writeLatencyLog(new Date(0), [], [{ startSeconds: 0, endSeconds: 1, latencies: histogram.latencies() }])
    expect(log).toContain(',2.000,')
    expect(latencyLogUnitSeconds(log.replace(',2.000,', `,${maximum},`))).toBe(unitSeconds)
  })

  it('finds no unit in an empty log', () => {
    expect(latencyLogUnitSeconds('#[Histogram log format version 1.3]\n')).toBeUndefined()
  })
})

describe('writeLatencyLog', () => {
  const startedAt = new Date('2026-01-02T03:04:05.678Z')
  const intervals: LatencyInterval[] = [
    { startSeconds: 0, endSeconds: 1, latencies: recorded([0.25, 0.5]) },
    { startSeconds: 1, endSeconds: 2, tag: 'spike', latencies: recorded([2.002]) },
    { startSeconds: 7, endSeconds: 8, latencies: recorded([]) },
  ]

  it('writes version 1.3, one interval a line, maxima in milliseconds', () => {
    const lines = writeLatencyLog(startedAt, ['response time'], intervals).split('\n')
    expect(lines[0]).toBe('#response time')
    expect(lines).toContain('#[Histogram log format version 1.3]')
    expect(lines.find((line) => line.startsWith('#[StartTime: 1767323045.678 (seconds since epoch), '))).toBeDefined()
    expect(lines).toContain('"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"')
    const written = lines.filter((line) => line.includes('HISTFAA'))
    expect(written).toHaveLength(3)
    expect(written[0]).toMatch(/^0\.000,1\.000,500\.\d{3},HISTFAA/)
    expect(written[1]).toMatch(/^Tag=spike,1\.000,1\.000,200[23]\.\d{3},HISTFAA/)
  })

  it('survives writing and reading', () => {
    const again = readLatencyLog(writeLatencyLog(startedAt, [], intervals))
    expect(again).toHaveLength(intervals.length)
    for (const [i, { startSeconds, endSeconds, tag, latencies }] of again.entries()) {
      const interval = intervals[i] as LatencyInterval
      expect(startSeconds).toBeCloseTo(interval.startSeconds, 3)
      expect(endSeconds).toBeCloseTo(interval.endSeconds, 3)
      expect(tag).toBe(interval.tag)
      expect(latencies.values).toEqual(interval.latencies.values)
      expect(latencies.counts).toEqual(interval.latencies.counts)
    }
  })

  it('leaves out requests that never ended, which the format cannot hold', () => {
    const [again] = readLatencyLog(
      writeLatencyLog(startedAt, [], [{ startSeconds: 0, endSeconds: 1, latencies: withUnbounded(recorded([1]), 9) }]),
    ) as [LatencyInterval]
    expect(again.latencies.unbounded).toBe(0)
    expect(again.latencies.counts).toEqual(Float64Array.from([1]))
  })
})

/**
 * HdrHistogram's V2 encoding, after the Java original's AbstractHistogram: cookie and length, then deflated: cookie,
 * payload length, index offset, significant digits, lowest and highest value, conversion ratio, counts. A negative
 * count stands for so many empty cells.
 */
function decodedByHand(base64: string): { significantDigits: number; counts: [number, number][] } {
  const outer = Buffer.from(base64, 'base64')
  expect(outer.readInt32BE(0)).toBe(0x1c849314)
  const inner = inflateSync(outer.subarray(8, 8 + outer.readInt32BE(4)))
  expect(inner.readInt32BE(0)).toBe(0x1c849313)
  const payload = inner.subarray(40, 40 + inner.readInt32BE(4))
  const counts: [number, number][] = []
  let index = 0
  for (let offset = 0; offset < payload.length; ) {
    const [value, next] = zigZag(payload, offset)
    offset = next
    if (value < 0) index -= value
    else counts.push([lowestValueOfCell(index++), value])
  }
  return { significantDigits: inner.readInt32BE(12), counts: counts.filter(([, count]) => count > 0) }
}

function zigZag(bytes: Buffer, start: number): [number, number] {
  let [value, shift, offset] = [0, 0, start]
  for (;;) {
    const byte = bytes[offset++] as number
    value += (byte & 0x7f) * 2 ** shift
    shift += 7
    if (byte < 0x80) break
  }
  return [value % 2 === 0 ? value / 2 : -(value + 1) / 2, offset]
}

// 3 significant digits: 2,048 cells of width 1, then 1,024 of each double width.
function lowestValueOfCell(index: number): number {
  if (index < 2048) return index
  const doubling = Math.floor(index / 1024) - 1
  return (1024 + (index % 1024)) * 2 ** doubling
}
