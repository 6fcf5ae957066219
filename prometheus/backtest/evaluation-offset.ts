// When within its interval Prometheus evaluates a rule group: so that groups are spread over time, each has an offset that
// is the hash of its name and its file, modulo the interval. Two encodings of the labels are hashed by different builds.
// Source: prometheus rules/group.go, hash and EvalTimestamp; model/labels, Labels.Hash; xxHash64 (github.com/Cyan4973/xxHash).

/** Milliseconds after the multiples of the interval. @param file as the server names it */
export function hashedOffsetMs(group: string, file: string, intervalMs: number, encoding: LabelEncoding): number {
  const hash = xxHash64(
    encoded(
      [
        ['file', file],
        ['name', group],
      ],
      encoding,
    ),
  )
  // The hash is taken modulo nanoseconds; evaluation timestamps are whole milliseconds.
  return Number((hash % (BigInt(intervalMs) * 1_000_000n)) / 1_000_000n)
}

/** `lengths`: each text behind its length (`stringlabels`, the default since 2.44). `separators`: each text before a byte 0xff. */
export type LabelEncoding = 'lengths' | 'separators'

function encoded(labels: readonly (readonly [string, string])[], encoding: LabelEncoding): Buffer {
  const parts = labels.flat().map((text) => {
    const bytes = Buffer.from(text)
    return encoding === 'lengths' ? [lengthOf(bytes.length), bytes] : [bytes, Buffer.from([0xff])]
  })
  return Buffer.concat(parts.flat())
}

/** One byte below 255; else 255 and three bytes, the lowest first. */
function lengthOf(length: number): Buffer {
  return length < 255
    ? Buffer.from([length])
    : Buffer.from([255, length & 0xff, (length >> 8) & 0xff, (length >> 16) & 0xff])
}

const PRIME_1 = 11400714785074694791n
const PRIME_2 = 14029467366897019727n
const PRIME_3 = 1609587929392839161n
const PRIME_4 = 9650029242287828579n
const PRIME_5 = 2870177450012600261n
const STRIPE = 32

export function xxHash64(bytes: Buffer): bigint {
  let at = 0
  let hash: bigint
  if (bytes.length >= STRIPE) {
    const lanes: [bigint, bigint, bigint, bigint] = [wrap(PRIME_1 + PRIME_2), PRIME_2, 0n, wrap(-PRIME_1)]
    for (; at + STRIPE <= bytes.length; at += STRIPE)
      for (let lane = 0; lane < 4; lane++)
        lanes[lane] = round(lanes[lane] as bigint, bytes.readBigUInt64LE(at + 8 * lane))
    const [a, b, c, d] = lanes
    hash = wrap(rotated(a, 1n) + rotated(b, 7n) + rotated(c, 12n) + rotated(d, 18n))
    for (const lane of lanes) hash = wrap((hash ^ round(0n, lane)) * PRIME_1 + PRIME_4)
  } else hash = PRIME_5
  hash = wrap(hash + BigInt(bytes.length))
  for (; at + 8 <= bytes.length; at += 8)
    hash = wrap(rotated(hash ^ round(0n, bytes.readBigUInt64LE(at)), 27n) * PRIME_1 + PRIME_4)
  if (at + 4 <= bytes.length) {
    hash = wrap(rotated(hash ^ wrap(BigInt(bytes.readUInt32LE(at)) * PRIME_1), 23n) * PRIME_2 + PRIME_3)
    at += 4
  }
  for (; at < bytes.length; at++)
    hash = wrap(rotated(hash ^ wrap(BigInt(bytes[at] as number) * PRIME_5), 11n) * PRIME_1)
  hash = wrap((hash ^ (hash >> 33n)) * PRIME_2)
  hash = wrap((hash ^ (hash >> 29n)) * PRIME_3)
  return hash ^ (hash >> 32n)
}

function round(lane: bigint, input: bigint): bigint {
  return wrap(rotated(wrap(lane + input * PRIME_2), 31n) * PRIME_1)
}

function rotated(value: bigint, by: bigint): bigint {
  return wrap((value << by) | (value >> (64n - by)))
}

function wrap(value: bigint): bigint {
  return BigInt.asUintN(64, value)
}
