// Numbers for people, as Prometheus' template functions write them. Source: prometheus template/template.go.

import { formatGoFloat } from '../../series/go-float.ts'

const LARGE = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y']
const SMALL = ['m', 'u', 'n', 'p', 'f', 'a', 'z', 'y']

/** With a metric prefix: 1234567 is `1.235M`. */
export function humanize(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return fourDigits(value)
  if (Math.abs(value) < 1) return withSmallPrefix(value)
  let [scaled, prefix] = [value, '']
  for (const larger of LARGE) {
    if (Math.abs(scaled) < 1000) break
    prefix = larger
    scaled /= 1000
  }
  return fourDigits(scaled) + prefix
}

/** Of seconds: 3661 is `1h 1m 1s`, 0.0123 is `12.3ms`. */
export function humanizeDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return fourDigits(seconds)
  if (seconds === 0) return '0s'
  if (Math.abs(seconds) < 1) return `${withSmallPrefix(seconds)}s`
  const sign = seconds < 0 ? '-' : ''
  const whole = Math.trunc(Math.abs(seconds))
  const [s, m, h, d] = [
    whole % 60,
    Math.floor(whole / 60) % 60,
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 86400),
  ]
  if (d > 0) return `${sign}${d}d ${h}h ${m}m ${s}s`
  if (h > 0) return `${sign}${h}h ${m}m ${s}s`
  return m > 0 ? `${sign}${m}m ${s}s` : `${sign}${fourDigits(Math.abs(seconds))}s`
}

export function humanizePercentage(share: number): string {
  return `${fourDigits(share * 100)}%`
}

function withSmallPrefix(value: number): string {
  let [scaled, prefix] = [value, '']
  for (const smaller of SMALL) {
    if (Math.abs(scaled) >= 1) break
    prefix = smaller
    scaled *= 1000
  }
  return fourDigits(scaled) + prefix
}

/** Go's `%.4g`. */
function fourDigits(value: number): string {
  return Number.isFinite(value) ? formatGoFloat(Number(value.toPrecision(4)), 4) : formatGoFloat(value)
}
