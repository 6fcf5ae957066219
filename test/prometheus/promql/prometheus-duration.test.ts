import { describe, expect, it } from 'vitest'
import { formatPrometheusDuration, parsePrometheusDuration } from '../../../prometheus/promql/prometheus-duration.ts'

describe('durations', () => {
  it.each([
    ['0', 0, '0s'],
    ['90s', 90_000, '1m30s'],
    ['1m30s', 90_000, '1m30s'],
    ['36h', 129_600_000, '1d12h'],
    ['1w', 604_800_000, '1w'],
    ['8d', 691_200_000, '8d'],
    ['1y2w3d4h5m6s7ms', 33_019_506_007, '382d4h5m6s7ms'],
    ['1500ms', 1500, '1s500ms'],
  ])('reads %s as %d ms and writes it as %s', (text, milliseconds, formatted) => {
    expect(parsePrometheusDuration(text)).toBe(milliseconds)
    expect(formatPrometheusDuration(milliseconds)).toBe(formatted)
  })

  it.each(['', '5', '1.5m', '1s1m', '5m5m', '-5m', 'm'])('reads no duration from %j', (text) => {
    expect(parsePrometheusDuration(text)).toBeUndefined()
  })
})
