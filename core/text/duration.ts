// Durations as people write them (`250ms`, `1.5s`, `1m30s`) and as the harness keeps them: seconds.

// Both characters that look like µ are in use: the micro sign (U+00B5) and the Greek letter (U+03BC).
const SECONDS_PER_UNIT = {
  us: 1e-6,
  '\u00b5s': 1e-6,
  '\u03bcs': 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
  d: 86400,
} as const

const PART = /^(\d+(?:\.\d+)?|\.\d+)([u\u00b5\u03bc]s|ms|s|m|h|d)/

export const DURATION_EXAMPLE = 'a duration with a unit, such as 250ms, 1.5s, 2m or 1m30s'

/** Seconds, or undefined where the text is not a duration. A bare `0` is one; any other number needs its unit. */
export function parseDuration(text: string): number | undefined {
  let rest = text.trim()
  if (rest === '0') return 0
  if (rest === '') return undefined
  let seconds = 0
  while (rest !== '') {
    const part = PART.exec(rest)
    if (!part) return undefined
    seconds += Number(part[1]) * SECONDS_PER_UNIT[part[2] as keyof typeof SECONDS_PER_UNIT]
    rest = rest.slice(part[0].length)
  }
  return Number.isFinite(seconds) ? Number(seconds.toPrecision(15)) : undefined
}

/** A duration for people, in the unit that needs the fewest digits: `0.0021` is `2.1ms`, `90` is `90s`, `Infinity` is `∞`. */
export function formatDuration(seconds: number, significantDigits = 3): string {
  if (Number.isNaN(seconds)) return 'n/a'
  if (!Number.isFinite(seconds)) return seconds > 0 ? '∞' : '−∞'
  // Rounded first, so that 0.9996 is 1s and not 1000ms.
  const magnitude = Math.abs(Number(seconds.toPrecision(significantDigits)))
  if (magnitude === 0) return '0s'
  if (magnitude >= 1) return `${trimmed(seconds, significantDigits)}s`
  if (magnitude >= 1e-3) return `${trimmed(seconds * 1e3, significantDigits)}ms`
  return `${trimmed(seconds * 1e6, significantDigits)}µs`
}

/** A duration in the fewest digits, 3 to 6, that show on which side of the other it lies: 2.002 s beside 2 s. */
export function durationBeside(seconds: number, other: number): string {
  if (seconds === other) return formatDuration(seconds)
  for (let digits = 3; digits < 6; digits++)
    if (Number(seconds.toPrecision(digits)) !== Number(other.toPrecision(digits)))
      return formatDuration(seconds, digits)
  return formatDuration(seconds, 6)
}

function trimmed(value: number, significantDigits: number): string {
  const integerDigits = Math.floor(Math.log10(Math.abs(value))) + 1
  return String(Number(value.toFixed(Math.max(0, significantDigits - integerDigits)))).replace('-', '−')
}
