import { describe, expect, it } from 'vitest'
import { lintGroup } from './lint-one.ts'

/** The range that is named, or null. */
function rangeOf(expr: string): string | null {
  const [finding = ''] = lintGroup('shortFor', [{ alert: 'A', expr, for: '30s' }])
  return /^A note: for 30s is shorter than the range of (\w+):/.exec(finding)?.[1] ?? null
}

describe('a burst keeps a condition true for', () => {
  it.each([
    ['the range of a rate', 'rate(x[5m]) > 1', '5m'],
    ['the same, whichever way it is written', '1 < sum(increase(x[1h]))', '1h'],
    ['the range of a share that is exceeded', '1 - sum(rate(good[5m])) / sum(rate(all[5m])) > 0.1', '5m'],
    ['the range of the numerator', 'rate(x[5m]) / rate(x[1h]) > 2', '5m'],
    ['the shorter of two windows that both have to hold', 'rate(x[1h]) > 1 and rate(x[5m]) > 1', '5m'],
    ['the longer of two that may', 'rate(x[1h]) > 1 or rate(x[5m]) > 1', '1h'],
    ['what is not left out', 'rate(x[5m]) > 1 unless rate(y[1h]) > 1', '5m'],
    ['the range in which anything happened', 'increase(x[10m]) != 0', '10m'],
    ['nothing where it says that something is low', 'rate(x[5m]) < 1', null],
    ['nothing where nothing happened', 'increase(x[15m]) == 0', null],
    ['nothing where two samples are looked at', 'irate(x[5m]) > 1', null],
    ['nothing where it is not there', 'absent(rate(x[5m]))', null],
    ['nothing where time is counted', 'rate(container_cpu_usage_seconds_total[5m]) > 0.8', null],
    ['nothing where no window is', 'x > 1', null],
  ])('%s', (_, expr, range) => {
    expect(rangeOf(expr)).toBe(range)
  })
})
