// Functions of one value, with numbers behind it: abs, clamp, round and the like.
// Source: prometheus/prometheus promql/functions.go.

export type ValueFunction = (value: number, first?: number, second?: number) => number

export const VALUE_FUNCTIONS: Readonly<Record<string, ValueFunction>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  floor: Math.floor,
  exp: Math.exp,
  ln: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  sqrt: Math.sqrt,
  clamp: (value, least = 0, most = 0) => larger(least, smaller(most, value)),
  clamp_min: (value, least = 0) => larger(least, value),
  clamp_max: (value, most = 0) => smaller(most, value),
  round: (value, nearest = 1) => Math.floor(value * (1 / nearest) + 0.5) / (1 / nearest),
}

// Go's math.Max and math.Min: an infinity wins even over NaN.
function larger(a: number, b: number): number {
  return a === Number.POSITIVE_INFINITY || b === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : Math.max(a, b)
}

function smaller(a: number, b: number): number {
  return a === Number.NEGATIVE_INFINITY || b === Number.NEGATIVE_INFINITY ? Number.NEGATIVE_INFINITY : Math.min(a, b)
}
