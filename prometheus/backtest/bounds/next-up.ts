const float = new Float64Array(1)
const bits = new BigInt64Array(float.buffer)

/** The smallest number above this one: what lies above a bound is at least that. */
export function nextUp(value: number): number {
  if (Number.isNaN(value) || value === Number.POSITIVE_INFINITY) return value
  if (value === 0) return Number.MIN_VALUE
  float[0] = value
  bits[0] = (bits[0] as bigint) + (value > 0 ? 1n : -1n)
  return float[0]
}
