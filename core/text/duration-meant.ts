// Durations that are not written as the harness reads them, but can only mean one thing: `1,5s`, `1m 30s`, `30 seconds`, `1:30`.

import { parseDuration } from './duration.ts'
import { withPlainNumbers } from './plain-number.ts'

const UNIT_WORDS: Readonly<Record<string, string>> = {
  msec: 'ms',
  msecs: 'ms',
  millis: 'ms',
  millisecond: 'ms',
  milliseconds: 'ms',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  hr: 'h',
  hrs: 'h',
  hour: 'h',
  hours: 'h',
  day: 'd',
  days: 'd',
}

/** The duration in the notation of scenario files; undefined where it is unclear. */
export function durationMeant(text: string): string | undefined {
  const [, minutes, seconds] = /^\s*(\d+):(\d\d)\s*$/.exec(text) ?? []
  if (minutes !== undefined && seconds !== undefined) return `${minutes}m${Number(seconds)}s`
  const written = withPlainNumbers(text).toLowerCase().replace(/\s+/g, '')
  const meant = written.replace(/[a-z]+/g, (unit) => UNIT_WORDS[unit] ?? unit)
  return meant !== text && parseDuration(meant) !== undefined ? meant : undefined
}
