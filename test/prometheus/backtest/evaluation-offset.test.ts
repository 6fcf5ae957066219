import { describe, expect, it } from 'vitest'
import { hashedOffsetMs, xxHash64 } from '../../../prometheus/backtest/evaluation-offset.ts'

describe('xxHash64', () => {
  // The values that the reference implementation gives without a seed.
  it.each([
    ['', 0xef46db3751d8e999n],
    ['a', 0xd24ec4f1a98c6e5bn],
    ['abc', 0x44bc2cf5ad770999n],
    ['The quick brown fox jumps over the lazy dog', 0x0b242d361fda71bcn],
  ])('of %j', (text, hash) => {
    expect(xxHash64(Buffer.from(text))).toBe(hash)
  })
})

describe('the offset of a group', () => {
  it('lies within the interval, and differs between groups, files and encodings', () => {
    const offsets = [
      hashedOffsetMs('a', 'rules.yml', 60_000, 'lengths'),
      hashedOffsetMs('b', 'rules.yml', 60_000, 'lengths'),
      hashedOffsetMs('a', 'other.yml', 60_000, 'lengths'),
      hashedOffsetMs('a', 'rules.yml', 60_000, 'separators'),
    ]
    expect(new Set(offsets).size).toBe(4)
    for (const offset of offsets) {
      expect(Number.isInteger(offset)).toBe(true)
      expect(offset).toBeGreaterThanOrEqual(0)
      expect(offset).toBeLessThan(60_000)
    }
  })
})
