// Numbers as Go reads and writes them. Source: strconv.ParseFloat, without the forms that Prometheus refuses (hex,
// underscores), and formatOpenMetricsFloat of prometheus model/textparse/openmetricsparse.go.

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/** The number, or undefined where Go would refuse the text: also where it is too large for a float64. */
export function parseGoFloat(text: string): number | undefined {
  if (DECIMAL.test(text)) {
    const value = Number(text)
    return Number.isFinite(value) ? value : undefined
  }
  switch (text.toLowerCase()) {
    case 'nan':
      return Number.NaN
    case 'inf':
    case '+inf':
    case 'infinity':
    case '+infinity':
      return Number.POSITIVE_INFINITY
    case '-inf':
    case '-infinity':
      return Number.NEGATIVE_INFINITY
    default:
      return undefined
  }
}

/** The form in which Prometheus 3 keeps the bounds of buckets and quantiles: `1` is `1.0`, `2500000` is `2.5e+06`. */
export function formatOpenMetricsFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  const text = formatGoFloat(value === 0 ? 0 : value)
  return /[e.]/.test(text) ? text : `${text}.0`
}

/** Go's `%g` in its shortest form: an exponent of two digits and more, used below `exponentBelow` and from `exponentFrom` (21 for `%v`). */
export function formatGoFloat(value: number, exponentFrom = 6, exponentBelow = -4): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  if (Object.is(value, -0)) return '-0'
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e')
  const exponent = Number(exponentText)
  if (exponent >= exponentBelow && exponent < exponentFrom) return plainDecimal(mantissa, exponent)
  const digits = String(Math.abs(exponent)).padStart(2, '0')
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`
}

/** Go's `%f` in its shortest form: no exponent, whatever the value. */
export function formatGoDecimal(value: number): string {
  return formatGoFloat(value, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)
}

function plainDecimal(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '')
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  const fraction = digits.slice(exponent + 1)
  return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`
}
