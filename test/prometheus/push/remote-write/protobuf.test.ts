import { describe, expect, it } from 'vitest'
import { ProtobufWriter, varint } from '../../../../prometheus/push/remote-write/protobuf.ts'

describe('varint', () => {
  // Examples of https://protobuf.dev/programming-guides/encoding, and the ends of the range.
  it.each([
    [0, '00'],
    [1, '01'],
    [127, '7f'],
    [150, '9601'],
    [300, 'ac02'],
    [1_795_408_572_345, 'b9dfc2b5a034'],
    [Number.MAX_SAFE_INTEGER, 'ffffffffffffff0f'],
  ])('%d is %s', (value, hex) => {
    expect(Buffer.from(varint(value)).toString('hex')).toBe(hex)
  })

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses %d', (value) => {
    expect(() => varint(value)).toThrow(RangeError)
  })
})

it('writes the example message of the specification', () => {
  const inner = new ProtobufWriter()
  inner.integer(1, 150)
  const message = new ProtobufWriter()
  message.text(2, 'testing')
  message.message(3, inner)
  expect(message.finish().toString('hex')).toBe('120774657374696e671a03089601')
})
