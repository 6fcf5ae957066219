import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inLittleEndian, readValue, valueBytes } from '../../../generators/wire/value-bytes.ts'
import { WireError } from '../../../generators/wire/wire-error.ts'

const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, Number.NaN, Infinity, -Infinity))
const column = fc.oneof(
  fc.array(number).map((items) => Float64Array.from(items)),
  fc.array(fc.nat()).map((items) => Uint32Array.from(items)),
  fc.array(fc.nat(65535)).map((items) => Uint16Array.from(items)),
  fc.array(fc.nat(255)).map((items) => Uint8Array.from(items)),
)
const key = fc.oneof(fc.string(), fc.constantFrom('$', '__proto__', 'a'))
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.string({ unit: 'binary' }),
    number,
    column,
    fc.array(tie('value')),
    fc.array(fc.tuple(key, tie('value'))).map((entries) => Object.fromEntries(entries)),
  ),
}))

describe('a value as bytes', () => {
  it('is the same value again, to the last bit', () => {
    fc.assert(
      fc.property(value, (given) => {
        expect(readValue(valueBytes(given))).toStrictEqual(given)
      }),
    )
  })

  it('leaves out keys without a value, and keeps undefined in lists', () => {
    expect(readValue(valueBytes({ a: undefined, b: [undefined, 1] }))).toStrictEqual({ b: [undefined, 1] })
  })

  it('keeps a part of a larger buffer as that part', () => {
    const part = Float64Array.of(1, 2, 3, 4).subarray(1, 3)
    expect(readValue(valueBytes({ part }))).toStrictEqual({ part: Float64Array.of(2, 3) })
    expect(readValue(valueBytes(Buffer.from('abc')))).toStrictEqual(Uint8Array.from(Buffer.from('abc')))
  })

  it.each([
    ['a function', () => 1, 'got a function'],
    ['a map', new Map(), 'got a Map'],
    ['a bigint', 1n, 'got a bigint'],
    ['a column of another kind', Int8Array.of(1), 'got a Int8Array'],
  ])('refuses %s', (_, given, message) => {
    expect(() => valueBytes({ given })).toThrow(message)
  })

  it('puts columns down with the lowest byte first, whatever the machine', () => {
    const bytes = valueBytes({ a: Float64Array.of(1), b: Uint16Array.of(258) })
    expect([...bytes.subarray(-16)]).toEqual([0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 2, 1, 0, 0, 0, 0, 0, 0])
    expect(inLittleEndian(Uint8Array.of(1, 2, 3, 4), 2, false)).toEqual(Uint8Array.of(2, 1, 4, 3))
  })

  it('reads nothing but such bytes: whatever they are, it gives a value or says what is wrong', () => {
    const changed = fc.tuple(value, fc.nat(), fc.nat(255)).map(([given, place, byte]) => {
      const bytes = valueBytes(given)
      bytes[place % bytes.length] = byte
      return bytes
    })
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), changed), (bytes) => {
        try {
          readValue(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(WireError)
        }
      }),
    )
  })

  it.each([
    ['too few bytes', Uint8Array.of(1), 'expected a head'],
    ['a head that is cut short', Uint8Array.of(9, 0, 0, 0, 1), 'expected a head of 9 bytes, got 1'],
    ['a head that is no JSON', headed('{'), 'expected a head in JSON'],
    ['a column beyond its end', headed('{"$":["f64",0,1]}'), 'expected a column up to byte'],
    ['a column at no place', headed('{"$":["u8",3,1]}'), 'expected a column with offset and length'],
    ['an unknown kind', headed('{"$":["f16",0,1]}'), 'a kind of value that is known, got "f16"'],
    ['too many levels', headed(`${'['.repeat(300)}${']'.repeat(300)}`), 'at most 200 levels'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readValue(bytes)).toThrow(message)
  })
})

function headed(head: string): Uint8Array {
  const bytes = Buffer.alloc(4 + head.length)
  bytes.writeUInt32LE(head.length)
  bytes.write(head, 4)
  return bytes
}
