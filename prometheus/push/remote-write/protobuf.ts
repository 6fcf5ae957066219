// The few pieces of the protobuf wire format that a write request is made of.
// Source: https://protobuf.dev/programming-guides/encoding

const LENGTH_DELIMITED = 2
const FIXED_64 = 1
const VARINT = 0

/** A message under construction. */
export class ProtobufWriter {
  readonly #parts: Uint8Array[] = []
  #length = 0

  /** @param field the number of the field */
  message(field: number, message: ProtobufWriter): void {
    this.#bytes(varint(field * 8 + LENGTH_DELIMITED))
    this.#bytes(varint(message.#length))
    for (const part of message.#parts) this.#bytes(part)
  }

  text(field: number, text: string): void {
    const bytes = Buffer.from(text, 'utf8')
    this.#bytes(varint(field * 8 + LENGTH_DELIMITED))
    this.#bytes(varint(bytes.length))
    this.#bytes(bytes)
  }

  /** The eight bytes of a double, as they are. */
  double(field: number, bytes: Uint8Array): void {
    this.#bytes(varint(field * 8 + FIXED_64))
    this.#bytes(bytes)
  }

  /** @param value whole, not negative, at most Number.MAX_SAFE_INTEGER */
  integer(field: number, value: number): void {
    this.#bytes(varint(field * 8 + VARINT))
    this.#bytes(varint(value))
  }

  finish(): Buffer {
    return Buffer.concat(this.#parts, this.#length)
  }

  #bytes(bytes: Uint8Array): void {
    this.#parts.push(bytes)
    this.#length += bytes.length
  }
}

/** Seven bits a byte, the lowest first. */
export function varint(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`expected a whole number from 0, got ${value}`)
  const bytes: number[] = []
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
  return Uint8Array.from(bytes)
}
