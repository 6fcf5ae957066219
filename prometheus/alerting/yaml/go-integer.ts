// A whole number as Go's YAML reads it: `010` and `0o10` are 8, `0x1F` is 31, `0b11` is 3; `1_000`, `1e3` and `5.0` are numbers too.
// Source: gopkg.in/yaml.v3, resolve.go, and strconv.ParseInt with base 0; held against promtool.

/** Undefined where it is none, or below 0. */
export function goInteger(text: string): number | undefined {
  const plain = text.replaceAll('_', '').replace(/^\+/, '').toLowerCase()
  if (/^0[0-7]+$/.test(plain)) return Number.parseInt(plain, 8)
  const isNumber = /^(?:0x[\da-f]+|0o[0-7]+|0b[01]+)$/.test(plain) || /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(plain)
  const value = isNumber ? Number(plain) : Number.NaN
  return Number.isSafeInteger(value) ? value : undefined
}
