import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chunksOf, readChunk } from '../../../generators/wire/chunks.ts'
import { MessageAssembler } from '../../../generators/wire/message-assembler.ts'

const HEAD_BYTES = 24

describe('a message in chunks', () => {
  it('is whole again, however small the chunks are and however often each comes', () => {
    const messages = fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 6 })
    fc.assert(
      fc.property(messages, fc.integer({ min: 1, max: 20 }), fc.infiniteStream(fc.nat(2)), (sent, size, again) => {
        const assembler = new MessageAssembler()
        const whole: Uint8Array[] = []
        const chunks = sent.flatMap((bytes, number) => chunksOf(bytes, number, HEAD_BYTES + size))
        // Some come again, and so does what came a while before.
        for (const [i, chunk] of chunks.entries())
          for (const each of [chunk, ...chunks.slice(Math.max(0, i - Number(again.next().value)), i + 1)]) {
            const message = assembler.add(each)
            if (message !== null) whole.push(message.bytes)
          }
        expect(whole).toEqual(sent.map((bytes) => Uint8Array.from(bytes)))
        expect(assembler.received).toBe(sent.length)
      }),
    )
  })

  it('does not depend on memory that the broker uses again', () => {
    const assembler = new MessageAssembler()
    const [first, second] = chunksOf(Uint8Array.of(1, 2), 0, HEAD_BYTES + 1) as [Uint8Array, Uint8Array]
    assembler.add(first)
    first.fill(9)
    expect(assembler.add(second)?.bytes).toEqual(Uint8Array.of(1, 2))
  })

  it.each([
    ['a chunk of the message is missing', () => [chunk(0, 1, 3)], 'expected chunk 0 of message 0, got chunk 1'],
    ['a message is missing', () => [chunk(1, 0, 1)], 'expected chunk 0 of message 0, got chunk 0 of message 1'],
    ['its length is another', () => [changed(20, 7)], 'expected 7 bytes, got 2'],
    ['it is of another version', () => [changed(4, 2)], 'the wire between generators: expected version 1, got 2'],
    ['it is something else', () => [Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n')], 'got 25 other bytes'],
    ['it is the last of none', () => [changed(16, 0)], 'expected one of 0'],
  ])('says so where %s', (_, chunks, message) => {
    const assembler = new MessageAssembler()
    expect(() => {
      for (const each of chunks()) assembler.add(each)
    }).toThrow(message)
  })

  it('refuses chunks without room for anything', () => {
    expect(() => chunksOf(Uint8Array.of(1), 0, HEAD_BYTES)).toThrow('expected more than 24 bytes, got 24')
  })

  it('has a chunk also where it is empty', () => {
    expect(chunksOf(new Uint8Array(), 4, 100).map(readChunk)).toMatchObject([{ message: 4, index: 0, count: 1 }])
  })
})

function chunk(message: number, index: number, count: number): Uint8Array {
  return chunksOf(new Uint8Array(count), message, HEAD_BYTES + 1)[index]!
}

/** The only chunk of two bytes, with another number in its head. */
function changed(place: number, number: number): Uint8Array {
  const bytes = chunksOf(Uint8Array.of(1, 2), 0, 100)[0]!
  bytes[place] = number
  return bytes
}
