// A message in chunks that a broker takes: each below its `max_payload`, each with a head of its own.
//
//   0    4 bytes  "SLAG"
//   4    u16      version of the wire
//   6    u16      0
//   8    u32      which message of its sender, from 0
//   12   u32      which chunk of the message, from 0
//   16   u32      how many chunks the message has
//   20   u32      bytes of the whole message
//   24            the part of the message
//
// All numbers are little-endian. Whoever changes what stands behind the version, or what messages hold, raises it.

import { WireError } from './wire-error.ts'

export const WIRE_VERSION = 1

const MAGIC = 'SLAG'
const HEAD_BYTES = 24
/** A message holds what a generator saw in about a second, or a plan with its small files. */
const LARGEST_MESSAGE_BYTES = 2 ** 30

export interface Chunk {
  readonly message: number
  readonly index: number
  readonly count: number
  readonly messageBytes: number
  readonly part: Uint8Array
}

/** @param chunkBytes of each, its head included. @throws RangeError where no part of a message would fit */
export function chunksOf(bytes: Uint8Array, message: number, chunkBytes: number): Uint8Array<ArrayBuffer>[] {
  const partBytes = chunkBytes - HEAD_BYTES
  if (partBytes < 1) throw new RangeError(`a chunk: expected more than ${HEAD_BYTES} bytes, got ${chunkBytes}`)
  const count = Math.max(1, Math.ceil(bytes.length / partBytes))
  return Array.from({ length: count }, (_, index) => {
    const part = bytes.subarray(index * partBytes, (index + 1) * partBytes)
    const chunk = new Uint8Array(HEAD_BYTES + part.length)
    const view = new DataView(chunk.buffer)
    chunk.set(new TextEncoder().encode(MAGIC))
    view.setUint16(4, WIRE_VERSION, true)
    view.setUint32(8, message, true)
    view.setUint32(12, index, true)
    view.setUint32(16, count, true)
    view.setUint32(20, bytes.length, true)
    chunk.set(part, HEAD_BYTES)
    return chunk
  })
}

/** @throws WireError where this is no chunk, or one of another version */
export function readChunk(bytes: Uint8Array): Chunk {
  if (bytes.length < HEAD_BYTES || Buffer.from(bytes.subarray(0, 4)).toString('latin1') !== MAGIC)
    throw new WireError(`a chunk: expected one of a generator, got ${bytes.length} other bytes`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const version = view.getUint16(4, true)
  if (version !== WIRE_VERSION)
    throw new WireError(`the wire between generators: expected version ${WIRE_VERSION}, got ${version}`)
  const chunk = {
    message: view.getUint32(8, true),
    index: view.getUint32(12, true),
    count: view.getUint32(16, true),
    messageBytes: view.getUint32(20, true),
    part: bytes.subarray(HEAD_BYTES),
  }
  if (chunk.index >= chunk.count || chunk.messageBytes > LARGEST_MESSAGE_BYTES)
    throw new WireError(
      `a chunk: expected one of ${chunk.count} of a message of at most ${LARGEST_MESSAGE_BYTES} bytes, got the ${chunk.index}th of ${chunk.messageBytes} bytes`,
    )
  return chunk
}
