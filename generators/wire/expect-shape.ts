import type * as z from 'zod'
import { WireError } from './wire-error.ts'

/**
 * @param expected what this side reads, and what it expects, as a phrase
 * @throws WireError that says where the value is something else
 */
export function expectShape<Value>(schema: z.ZodType<Value>, value: unknown, expected: string): Value {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new WireError(`${expected}, got ${issue?.path.join('.')}: ${issue?.message}`)
}
