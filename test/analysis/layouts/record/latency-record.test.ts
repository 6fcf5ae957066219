import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellTotals } from '../../../../analysis/layouts/record/cell-rows.ts'
import { latencyRecord, recordPrecision } from '../../../../analysis/layouts/record/latency-record.ts'
import { withUnbounded } from '../../../../core/latency/latency-counts.ts'
import { lowestEquivalentLatency } from '../../../../core/latency/latency-grid.ts'
import { anySeries, flattened, seriesOf } from '../records.ts'

function latenciesOf(record: ReturnType<typeof latencyRecord>): number[] {
  return Array.from(cellTotals(record.rows)).flatMap((count, cell) =>
    Array<number>(count).fill(record.uppers[cell] as number),
  )
}

describe('latencyRecord', () => {
  it('holds every latency of the series, in order', () => {
    fc.assert(
      fc.property(anySeries, (series) => {
        expect(latenciesOf(latencyRecord(series))).toEqual(flattened(series))
      }),
    )
  })

  it('keeps empty seconds as empty rows', () => {
    const [first, , , last] = seriesOf([[0.1], [], [], [0.2, 0.3]])
    const record = latencyRecord([first, last].flatMap((second) => (second ? [second] : [])))
    expect(record.firstSecond).toBe(0)
    expect(Array.from(record.rows.offsets)).toEqual([0, 1, 1, 1, 3])
  })

  it('puts requests that never ended last', () => {
    const series = seriesOf([[0.1, 0.2]]).map((second) => ({
      ...second,
      latencies: withUnbounded(second.latencies, 3),
    }))
    const record = latencyRecord(series)
    expect(record.uppers.at(-1)).toBe(Number.POSITIVE_INFINITY)
    expect(record.lowers.at(-1)).toBe(Number.POSITIVE_INFINITY)
    expect(cellTotals(record.rows).at(-1)).toBe(3)
  })

  it("knows HdrHistogram's cells: their lowest latency is the library's own", () => {
    fc.assert(
      fc.property(anySeries, (series) => {
        const { uppers, lowers } = latencyRecord(series)
        uppers.forEach((upper, cell) => {
          expect(lowers[cell]).toBe(Math.min(upper, lowestEquivalentLatency(upper)))
        })
      }),
    )
  })

  it.each([
    [
      'microseconds, 3 digits: cells of 1,024 µs from 1.048576 s on',
      { unitSeconds: 1e-6, significantDigits: 3 },
      1.999872,
    ],
    ['milliseconds, 3 digits: cells of 1 ms', { unitSeconds: 1e-3, significantDigits: 3 }, 2],
    ['microseconds, 2 digits: cells of 8,192 µs', { unitSeconds: 1e-6, significantDigits: 2 }, 1.998848],
  ])('%s', (_, grid, lowest) => {
    expect(latencyRecord(seriesOf([[2]]), grid).lowers[0]).toBe(lowest)
  })

  it('has a precision of at most 1/1024 for 3 digits, and 0 if cells are whole microseconds', () => {
    const latencies = Array.from({ length: 500 }, (_, i) => 0.002 * 1.03 ** i)
    const precision = recordPrecision(latencyRecord(seriesOf([latencies])))
    expect(precision).toBeGreaterThan(1 / 1100)
    expect(precision).toBeLessThanOrEqual(1 / 1024)
    expect(recordPrecision(latencyRecord(seriesOf([[0.0001, 0.001, 0.002]])))).toBe(0)
  })

  it.each([
    ['nothing', [], 'expected at least one second'],
    ['seconds out of order', [3, 2], 'expected whole seconds that ascend, got 2'],
    ['a second twice', [3, 3], 'expected whole seconds that ascend, got 3'],
    ['half a second', [0.5], 'expected whole seconds'],
    ['epoch seconds among the run’s own', [0, 1_700_000_000], 'expected at most 864000 seconds'],
  ])('refuses %s', (_, seconds, message) => {
    const latencies = seriesOf([[1]])[0]?.latencies
    const series = seconds.flatMap((second) => (latencies ? [{ second, latencies }] : []))
    expect(() => latencyRecord(series)).toThrow(RangeError)
    expect(() => latencyRecord(series)).toThrow(message)
  })
})
