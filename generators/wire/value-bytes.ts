// A value as bytes: plain data, with its typed arrays as little-endian columns behind a head in JSON.
//
//   0   u32   length of the head in bytes
//   4         the head: JSON, UTF-8
//       0…7   zeros, so that columns begin at a multiple of 8
//             columns, each at a multiple of 8 from the first
//
// What JSON cannot say stands in the head as an object with the one key `$`:
//   {"$": ["f64", offset, length]}   a column: Float64Array, Uint32Array, Uint16Array, Uint8Array
//   {"$": ["NaN"]}, {"$": ["Infinity"]}, {"$": ["-Infinity"]}, {"$": ["-0"]}, {"$": ["undefined"]}
//   {"$": ["object", {…}]}           an object that has a key `$` of its own
// Keys whose value is undefined are left out, as JSON does.

import { WireError } from './wire-error.ts'

type Column = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint8Array<ArrayBuffer>

interface ColumnKind {
  readonly name: string
  readonly bytesPerItem: number
  readonly make: (buffer: ArrayBuffer) => Column
}

const KINDS: readonly ColumnKind[] = [
  { name: 'f64', bytesPerItem: 8, make: (buffer) => new Float64Array(buffer) },
  { name: 'u32', bytesPerItem: 4, make: (buffer) => new Uint32Array(buffer) },
  { name: 'u16', bytesPerItem: 2, make: (buffer) => new Uint16Array(buffer) },
  { name: 'u8', bytesPerItem: 1, make: (buffer) => new Uint8Array(buffer) },
]

const SPECIAL_NUMBERS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
}

const HEAD_AT = 4
const ALIGNMENT = 8
/** Nobody nests messages; deeper than this somebody means to exhaust the stack. */
const MOST_LEVELS = 200

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/** @throws TypeError where a part of it is no plain data: a function, a class' instance, a bigint */
export function valueBytes(value: unknown): Uint8Array<ArrayBuffer> {
  const columns: { readonly offset: number; readonly bytes: Uint8Array }[] = []
  let columnBytes = 0

  const columnHead = (kind: ColumnKind, array: Uint8Array, length: number): unknown => {
    const offset = columnBytes
    columns.push({ offset, bytes: inLittleEndian(array, kind.bytesPerItem) })
    columnBytes = aligned(offset + array.byteLength)
    return { $: [kind.name, offset, length] }
  }

  const headOf = (part: unknown): unknown => {
    switch (typeof part) {
      case 'string':
      case 'boolean':
        return part
      case 'number':
        if (Number.isFinite(part) && !Object.is(part, -0)) return part
        return { $: [Object.is(part, -0) ? '-0' : String(part)] }
      case 'undefined':
        return { $: ['undefined'] }
      case 'object':
        break
      default:
        throw new TypeError(`a message: expected plain data, got a ${typeof part}`)
    }
    if (part === null) return null
    if (Array.isArray(part)) return part.map(headOf)
    if (ArrayBuffer.isView(part)) {
      const kind = KINDS.find(({ name }) => name === columnName(part))
      if (kind === undefined) throw new TypeError(`a message: expected plain data, got a ${part.constructor.name}`)
      const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
      return columnHead(kind, bytes, part.byteLength / kind.bytesPerItem)
    }
    const prototype: unknown = Object.getPrototypeOf(part)
    if (prototype !== Object.prototype && prototype !== null)
      throw new TypeError(`a message: expected plain data, got a ${part.constructor.name}`)
    const entries = Object.entries(part).filter(([, inner]) => inner !== undefined)
    const head = Object.fromEntries(entries.map(([key, inner]) => [key, headOf(inner)]))
    return Object.hasOwn(head, '$') ? { $: ['object', head] } : head
  }

  const head = new TextEncoder().encode(JSON.stringify(headOf(value)))
  const columnsAt = aligned(HEAD_AT + head.length)
  const bytes = new Uint8Array(columnsAt + columnBytes)
  new DataView(bytes.buffer).setUint32(0, head.length, true)
  bytes.set(head, HEAD_AT)
  for (const column of columns) bytes.set(column.bytes, columnsAt + column.offset)
  return bytes
}

/** @throws WireError where these are no such bytes */
export function readValue(bytes: Uint8Array): unknown {
  if (bytes.length < HEAD_AT) throw new WireError(`a message: expected a head, got ${bytes.length} bytes`)
  const headLength = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true)
  if (headLength > bytes.length - HEAD_AT)
    throw new WireError(`a message: expected a head of ${headLength} bytes, got ${bytes.length - HEAD_AT}`)
  const columnsAt = aligned(HEAD_AT + headLength)

  const columnOf = (kind: ColumnKind, offset: unknown, length: unknown): Column => {
    if (!isCount(offset) || !isCount(length) || offset % ALIGNMENT !== 0)
      throw new WireError(`a message: expected a column with offset and length, got ${offset} and ${length}`)
    const from = columnsAt + offset
    const to = from + length * kind.bytesPerItem
    if (to > bytes.length) throw new WireError(`a message: expected a column up to byte ${to}, got ${bytes.length}`)
    return kind.make(inLittleEndian(bytes.slice(from, to), kind.bytesPerItem).buffer)
  }

  const special = (words: unknown, level: number): unknown => {
    const [name, ...rest] = Array.isArray(words) ? words : [undefined]
    const kind = KINDS.find((each) => each.name === name)
    if (kind !== undefined) return columnOf(kind, rest[0], rest[1])
    if (name === 'undefined') return undefined
    if (name === 'object' && isObject(rest[0])) return plainObject(rest[0], level)
    if (typeof name === 'string' && Object.hasOwn(SPECIAL_NUMBERS, name)) return SPECIAL_NUMBERS[name]
    throw new WireError(`a message: expected a kind of value that is known, got ${JSON.stringify(name)}`)
  }

  const plainObject = (head: object, level: number): object =>
    Object.fromEntries(Object.entries(head).map(([key, inner]) => [key, partOf(inner, level + 1)]))

  const partOf = (head: unknown, level: number): unknown => {
    if (level > MOST_LEVELS) throw new WireError(`a message: expected at most ${MOST_LEVELS} levels, got more`)
    if (Array.isArray(head)) return head.map((inner) => partOf(inner, level + 1))
    if (!isObject(head)) return head
    return '$' in head ? special(head.$, level) : plainObject(head, level)
  }

  return partOf(parsedHead(bytes.subarray(HEAD_AT, HEAD_AT + headLength)), 0)
}

function parsedHead(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new WireError(`a message: expected a head in JSON, got ${(cause as Error).message}`, { cause })
  }
}

function columnName(view: ArrayBufferView): string | undefined {
  if (view instanceof Float64Array) return 'f64'
  if (view instanceof Uint32Array) return 'u32'
  if (view instanceof Uint16Array) return 'u16'
  return view instanceof Uint8Array ? 'u8' : undefined
}

/** Turns the bytes of each item around on a machine that is not little-endian; the same in both directions. */
export function inLittleEndian<Bytes extends Uint8Array>(
  bytes: Bytes,
  bytesPerItem: number,
  isLittleEndian = IS_LITTLE_ENDIAN,
): Bytes | Uint8Array<ArrayBuffer> {
  if (isLittleEndian || bytesPerItem === 1) return bytes
  return Uint8Array.from(bytes, (_, i) => {
    const item = i - (i % bytesPerItem)
    return bytes[item + bytesPerItem - 1 - (i - item)] as number
  })
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
