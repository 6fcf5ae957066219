import { describe, expect, it } from 'vitest'
import { ChunkSize } from '../../../../prometheus/backtest/read/chunk-size.ts'

const MINUTE_MS = 60_000

describe('the length of a piece of the record', () => {
  it('grows to a day where there is little', () => {
    const size = new ChunkSize()
    const lengths = Array.from({ length: 6 }, () => {
      size.learn(size.ms, 10, size.ms)
      return size.ms / MINUTE_MS
    })
    expect(lengths).toEqual([40, 160, 640, 1440, 1440, 1440])
  })

  it('is what holds the samples that are wanted', () => {
    const size = new ChunkSize()
    size.learn(10 * MINUTE_MS, 4_000_000, 10 * MINUTE_MS)
    expect(size.ms).toBe(MINUTE_MS)
  })

  it('becomes what a server answered at once, and grows from there, carefully at first', () => {
    const size = new ChunkSize()
    size.learn(40 * MINUTE_MS, 100, 10 * MINUTE_MS)
    expect(size.ms).toBe(10 * MINUTE_MS)
    size.learn(10 * MINUTE_MS, 100, 10 * MINUTE_MS)
    expect(size.ms).toBe(12.5 * MINUTE_MS)
    const lengths = Array.from({ length: 6 }, () => {
      size.learn(size.ms, 100, size.ms)
      return Math.round(size.ms / MINUTE_MS)
    })
    expect(lengths).toEqual([20, 38, 93, 284, 1084, 1440])
  })
})
