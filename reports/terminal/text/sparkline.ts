// A row of values as a row of bars, from zero to the highest.

const BARS = '▁▂▃▄▅▆▇█'
const TOP = BARS.length - 1

/**
 * One column a value, the newest last; where there are more values than columns, the oldest are left out.
 * Null is a blank; Infinity (among the requests that never ended) stands as high as the highest.
 */
export function sparkline(values: readonly (number | null)[], width: number): string {
  const shown = width > 0 ? values.slice(-width) : []
  const highest = Math.max(0, ...shown.filter((value) => value !== null).filter(Number.isFinite))
  return shown.map((value) => bar(value, highest)).join('')
}

function bar(value: number | null, highest: number): string {
  if (value === null || Number.isNaN(value)) return ' '
  if (value === Number.POSITIVE_INFINITY) return BARS.charAt(TOP)
  return BARS.charAt(highest === 0 ? 0 : Math.round((Math.max(0, value) / highest) * TOP))
}
