import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { snappyBlock } from '../../../../prometheus/push/remote-write/snappy.ts'

it('is a length and literals', () => {
  expect(snappyBlock(Buffer.from('abc')).toString('hex')).toBe('03f40200616263')
  expect(snappyBlock(Buffer.alloc(0)).toString('hex')).toBe('00')
})

it.each([1, 60, 65_535, 65_536, 65_537, 200_000])('of %d bytes is read back as it was', (length) => {
  const bytes = randomBytes(length)
  expect(literalsOf(snappyBlock(bytes)).equals(bytes)).toBe(true)
})

/** By the format's description: a varint, then tags whose two low bits are 0 for literals. */
function literalsOf(block: Buffer): Buffer {
  let at = 0
  let length = 0
  for (let shift = 0; ; shift += 7) {
    const byte = block.readUInt8(at++)
    length += (byte & 127) * 2 ** shift
    if (byte < 128) break
  }
  const parts: Buffer[] = []
  while (at < block.length) {
    const tag = block.readUInt8(at++)
    expect(tag & 3).toBe(0)
    const size = tag >> 2 < 60 ? (tag >> 2) + 1 : block.readUIntLE(at, (tag >> 2) - 59) + 1
    at += tag >> 2 < 60 ? 0 : (tag >> 2) - 59
    parts.push(block.subarray(at, at + size))
    at += size
  }
  const read = Buffer.concat(parts)
  expect(read.length).toBe(length)
  return read
}
