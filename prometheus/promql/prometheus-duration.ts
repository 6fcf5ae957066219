// Durations as Prometheus writes them: `1h30m`, `250ms`, `1w`. Kept as whole milliseconds.
// Source: prometheus/common model/time.go. A year has 365 days; units descend and none comes twice.

const UNITS = [
  ['y', 31_536_000_000],
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const

const PATTERN = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/

/** Milliseconds, or undefined where the text is not a duration. A bare `0` is one. */
export function parsePrometheusDuration(text: string): number | undefined {
  if (text === '0') return 0
  const parts = PATTERN.exec(text)
  if (text === '' || !parts) return undefined
  return UNITS.reduce((sum, [, unitMs], i) => sum + Number(parts[i + 1] ?? 0) * unitMs, 0)
}

/** Years and weeks only where they leave nothing over: 90 s is `1m30s`, 90 days are `90d`. */
export function formatPrometheusDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0s'
  let rest = milliseconds
  let text = ''
  for (const [unit, unitMs] of UNITS) {
    const wholeOnly = unit === 'y' || unit === 'w'
    if (rest < unitMs || (wholeOnly && rest % unitMs !== 0)) continue
    text += `${Math.floor(rest / unitMs)}${unit}`
    rest %= unitMs
  }
  return text
}

/** The same of seconds, to the nearest millisecond. */
export function formatPrometheusSeconds(seconds: number): string {
  return formatPrometheusDuration(Math.round(seconds * 1e3))
}
