import { describe, expect, it } from 'vitest'
import type { Objective } from '../../../core/scenario/objective.ts'
import { parseObjective, parseShare } from '../../../core/scenario/parse-objective.ts'

describe('parseObjective', () => {
  it.each<[string, Objective]>([
    ['p95 < 1s', { kind: 'quantile', quantile: 0.95, limitSeconds: 1 }],
    ['p95<300ms', { kind: 'quantile', quantile: 0.95, limitSeconds: 0.3 }],
    ['  p99.9   <  1m30s ', { kind: 'quantile', quantile: 0.999, limitSeconds: 90 }],
    ['p5 < 1s', { kind: 'quantile', quantile: 0.05, limitSeconds: 1 }],
    ['errors < 1%', { kind: 'errors', limitShare: 0.01 }],
    ['errors < 0.1 %', { kind: 'errors', limitShare: 0.001 }],
    ['achieved > 99%', { kind: 'achieved', limitShare: 0.99 }],
    ['under 300ms > 90%', { kind: 'under', boundSeconds: 0.3, limitShare: 0.9 }],
    ['ttfb p95 < 100ms', { kind: 'ttfb', quantile: 0.95, limitSeconds: 0.1 }],
    [' TTFB   P99.9<2s ', { kind: 'ttfb', quantile: 0.999, limitSeconds: 2 }],
  ])('reads %j', (line, objective) => {
    expect(parseObjective(line)).toEqual(objective)
  })

  it.each([
    ['a limit without a unit', 'p95 < 1'],
    ['a limit of zero', 'p95 < 0s'],
    ['no percentile is 100', 'p100 < 1s'],
    ['nor 0', 'p0 < 1s'],
    ['the wrong way round', 'p95 > 1s'],
    ['or equal', 'p95 <= 1s'],
    ['a share without a sign', 'errors < 0.01'],
    ['more than all', 'errors < 101%'],
    ['errors above', 'errors > 1%'],
    ['achieved below', 'achieved < 99%'],
    ['a bound without a unit', 'under 300 > 90%'],
    ['a bound of zero', 'under 0 > 90%'],
    ['an unknown subject', 'latency < 1s'],
    ['a first byte without a percentile', 'ttfb < 100ms'],
    ['with its percentile before', 'p95 ttfb < 100ms'],
    ['of a share', 'ttfb under 100ms > 90%'],
    ['that is slower', 'ttfb p95 > 100ms'],
    ['in one word with it', 'ttfbp95 < 100ms'],
    ['half a line', 'p95 <'],
    ['nothing', ''],
  ])('rejects %s: %j', (_, line) => {
    expect(parseObjective(line)).toBeUndefined()
  })
})

describe('parseShare', () => {
  it.each([
    ['5%', 0.05],
    ['0%', 0],
    ['100%', 1],
    [' 0.5 % ', 0.005],
  ])('reads %j as %d', (text, value) => {
    expect(parseShare(text)).toBe(value)
  })

  it.each(['5', '-5%', '100.1%', '%', '5%%', 'five%'])('rejects %j', (text) => {
    expect(parseShare(text)).toBeUndefined()
  })
})
