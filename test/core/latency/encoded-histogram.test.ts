import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { build, encodeIntoCompressedBase64, type JsHistogram } from 'hdr-histogram-js'
import { expect, it } from 'vitest'
import { decodeHistogram, highestUnitsOf } from '../../../core/latency/encoded-histogram.ts'

interface Recorded {
  readonly digits: 1 | 2 | 3 | 4 | 5
  readonly lowest: number
  readonly values: readonly (readonly [value: number, count: number])[]
}

function libraryHistogram({ digits, lowest, values }: Recorded): JsHistogram {
  const histogram = build({
    bitBucketSize: 64,
    autoResize: true,
    lowestDiscernibleValue: lowest,
    highestTrackableValue: 2 ** 44,
    numberOfSignificantValueDigits: digits,
    useWebAssembly: false,
  }) as JsHistogram
  for (const [value, count] of values) histogram.recordValueWithCount(value, count)
  return histogram
}

it('reads what the library wrote: counts of any size, in the cells that the library has', () => {
  const recorded = fc.record({
    digits: fc.constantFrom<Recorded['digits'][]>(1, 2, 3, 4, 5),
    lowest: fc.constantFrom(1, 2, 1000, 1024),
    values: fc.array(
      fc.tuple(
        fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 2 ** 43 })),
        fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 2 ** 50 })),
      ),
      { maxLength: 30 },
    ),
  })
  fc.assert(
    fc.property(recorded, (made) => {
      const histogram = libraryHistogram(made)
      const { grid, cells, counts } = decodeHistogram(encodeIntoCompressedBase64(histogram))
      expect(grid.significantDigits).toBe(made.digits)
      const all = made.values.map(([value]) => histogram.countsArrayIndex(value))
      const filled = [...new Set(all)].sort((a, b) => a - b)
      expect([...cells]).toEqual(filled)
      expect([...counts]).toEqual(filled.map((cell) => histogram.getCountAtIndex(cell)))
      for (const cell of filled)
        expect(highestUnitsOf(cell, grid)).toBe(histogram.highestEquivalentValue(histogram.valueFromIndex(cell)))
    }),
    { numRuns: 40 },
  )
})

/** @param counts as zigzag LEB128 */
function encoded(counts: readonly number[], { cookie = 0x1c849313, digits = 3, lowest = 1n } = {}): string {
  const inner = Buffer.alloc(40)
  inner.writeInt32BE(cookie, 0)
  inner.writeInt32BE(counts.length, 4)
  inner.writeInt32BE(digits, 12)
  inner.writeBigInt64BE(lowest, 16)
  const deflated = deflateSync(Buffer.concat([inner, Buffer.from(counts)]))
  const outer = Buffer.alloc(8)
  outer.writeInt32BE(0x1c849314, 0)
  outer.writeInt32BE(deflated.length, 4)
  return Buffer.concat([outer, deflated]).toString('base64')
}

it('reads an empty cell, a run of empty ones, and a count in nine bytes', () => {
  const nine = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]
  const { cells, counts } = decodeHistogram(encoded([2, 0, 4, 5, ...nine]))
  expect([...cells]).toEqual([0, 2, 6])
  expect([...counts]).toEqual([1, 2, 2 ** 55])
})

it.each([
  ['text that is no histogram', 'aGVsbG8gd29ybGQ='],
  ['nothing', ''],
  ['another encoding inside', encoded([2], { cookie: 0x1c849308 })],
  ['more digits than there are', encoded([2], { digits: 9 })],
  ['a lowest value of 0', encoded([2], { lowest: 0n })],
  ['a count in a cell beyond all values', encoded([0xff, 0xff, 0xff, 0x7f, 2])],
])('rejects %s', (_, text) => {
  expect(() => decodeHistogram(text)).toThrow()
})
