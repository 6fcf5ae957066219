// A snappy block, which the remote-write protocol asks for, made of literals alone: valid for every reader, and as long as
// what it holds. A run is pushed once, in some hundred kilobytes, which is no reason to carry a compressor.
// Source: https://github.com/google/snappy/blob/main/format_description.txt

import { varint } from './protobuf.ts'

/** A literal whose length takes two bytes. */
const TWO_BYTE_LENGTH = 61 * 4
const LONGEST_LITERAL = 65_536

export function snappyBlock(bytes: Buffer): Buffer {
  const parts: Uint8Array[] = [varint(bytes.length)]
  for (let at = 0; at < bytes.length; at += LONGEST_LITERAL) {
    const literal = bytes.subarray(at, at + LONGEST_LITERAL)
    const last = literal.length - 1
    parts.push(Uint8Array.of(TWO_BYTE_LENGTH, last % 256, Math.floor(last / 256)), literal)
  }
  return Buffer.concat(parts)
}
