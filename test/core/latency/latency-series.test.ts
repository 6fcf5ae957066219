import { describe, expect, it } from 'vitest'
import { type LatencyCounts, totalCount } from '../../../core/latency/latency-counts.ts'
import { LatencyHistogram } from '../../../core/latency/latency-histogram.ts'
import { readLatencyLog, writeLatencyLog } from '../../../core/latency/latency-log.ts'
import { latencySeries, seriesOfIntervals } from '../../../core/latency/latency-series.ts'

function recorded(...latencies: number[]): LatencyCounts {
  const histogram = new LatencyHistogram()
  for (const seconds of latencies) histogram.record(seconds)
  return histogram.latencies()
}

const shape = (series: ReturnType<typeof latencySeries>) =>
  series.map(({ second, latencies }) => [second, totalCount(latencies)])

describe('latencies over time', () => {
  it('merges parts of the same second and sorts the seconds', () => {
    const series = latencySeries([
      { second: 4, latencies: recorded(0.1) },
      { second: 2, latencies: recorded(0.1, 0.2) },
      { second: 4, latencies: recorded(0.3) },
    ])
    expect(shape(series)).toEqual([
      [2, 2],
      [4, 2],
    ])
  })

  it.each([
    ['whole seconds', 3, 4, 3],
    ['a log rounds its instants to milliseconds', 3.0002, 4.0004, 3],
    ['a longer interval is seen when it ends', 10, 20, 19],
    ['an interval across a second', 3.5, 4.5, 4],
    ['an instant', 3.5, 3.5, 3],
  ])('%s', (_, startSeconds, endSeconds, second) => {
    expect(shape(seriesOfIntervals([{ startSeconds, endSeconds, latencies: recorded(1) }]))).toEqual([[second, 1]])
  })

  it('counts epoch seconds from the first interval', () => {
    const at = (startSeconds: number) => ({ startSeconds, endSeconds: startSeconds + 1, latencies: recorded(1) })
    expect(shape(seriesOfIntervals([at(1_700_000_000), at(1_700_000_007)]))).toEqual([
      [0, 1],
      [7, 1],
    ])
  })

  it('survives writing to a log file and reading', () => {
    const intervals = [0, 1, 5].map((startSeconds) => ({
      startSeconds,
      endSeconds: startSeconds + 1,
      latencies: recorded(0.2, 2.002),
    }))
    const read = readLatencyLog(writeLatencyLog(new Date(1_700_000_000_000), [], intervals))
    expect(shape(seriesOfIntervals(read))).toEqual([
      [0, 2],
      [1, 2],
      [5, 2],
    ])
  })
})
