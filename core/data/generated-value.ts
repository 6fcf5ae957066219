// Values that are made up for each request: `values.id`. All but the time are drawn from a random stream, so that the same
// seed sends the same.

import { assertNever } from '../assert-never.ts'
import type { Random } from '../random.ts'

/** `iso`: 2026-01-31T12:00:00.000Z; the others count from 1970, as whole numbers. */
export const TIMESTAMP_FORMATS = ['iso', 'unix', 'unixMilliseconds'] as const
export type TimestampFormat = (typeof TIMESTAMP_FORMATS)[number]

export type GeneratedValue = { readonly name: string } & (
  | { readonly kind: 'uuid' }
  /** Both ends are among them. */
  | { readonly kind: 'integer'; readonly from: number; readonly to: number }
  /** When the request is prepared, which is when it is sent: the one value that a replay does not repeat. */
  | { readonly kind: 'timestamp'; readonly format: TimestampFormat }
  | { readonly kind: 'choice'; readonly values: readonly (string | number | boolean)[] }
)

/** @param nowMs milliseconds since 1970 */
export function generateValue(value: GeneratedValue, random: Random, nowMs: number): string | number | boolean {
  switch (value.kind) {
    case 'uuid':
      return uuid(random)
    case 'integer':
      return value.from + belowRange(random, value.to - value.from + 1)
    case 'timestamp':
      return timestamp(value.format, nowMs)
    case 'choice':
      return value.values[Math.floor(random() * value.values.length)] as string | number | boolean
    default:
      return assertNever(value)
  }
}

/** Version 4, variant 1 (RFC 9562, 5.4): 122 random bits. */
function uuid(random: Random): string {
  const bits = Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32))
  const [a = 0, b = 0, c = 0, d = 0] = bits
  const hex = (value: number, digits: number) => (value >>> 0).toString(16).padStart(digits, '0')
  const version = (b & 0xfff) | 0x4000
  const variant = ((c >>> 16) & 0x3fff) | 0x8000
  return `${hex(a, 8)}-${hex(b >>> 16, 4)}-${hex(version, 4)}-${hex(variant, 4)}-${hex(c & 0xffff, 4)}${hex(d, 8)}`
}

/** A whole number below the range. One draw has 32 bits, which a larger range needs two of. */
function belowRange(random: Random, range: number): number {
  if (range <= 2 ** 32) return Math.floor(random() * range)
  const fraction = (Math.floor(random() * 2 ** 21) * 2 ** 32 + Math.floor(random() * 2 ** 32)) / 2 ** 53
  return Math.floor(fraction * range)
}

function timestamp(format: TimestampFormat, nowMs: number): string | number {
  if (format === 'iso') return new Date(nowMs).toISOString()
  return Math.floor(format === 'unix' ? nowMs / 1e3 : nowMs)
}
