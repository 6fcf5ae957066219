import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatObjective,
  formatShare,
  type Objective,
  parseObjective,
  parseShare,
} from '../../../core/scenario/objective.ts'

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
  ])('%j is understood', (line, objective) => {
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
    ['half a line', 'p95 <'],
    ['nothing', ''],
  ])('%s: %j is none', (_, line) => {
    expect(parseObjective(line)).toBeUndefined()
  })
})

const share = fc.integer({ min: 1, max: 100_000 }).map((thousandths) => thousandths / 100_000)
const seconds = fc.integer({ min: 1, max: 10_000_000 }).map((microseconds) => microseconds / 1e6)
const objectives: fc.Arbitrary<Objective> = fc.oneof(
  fc.record({
    kind: fc.constant('quantile' as const),
    quantile: fc.integer({ min: 1, max: 999 }).map((thousandths) => thousandths / 1000),
    limitSeconds: seconds,
  }),
  fc.record({ kind: fc.constant('errors' as const), limitShare: share }),
  fc.record({ kind: fc.constant('achieved' as const), limitShare: share }),
  fc.record({ kind: fc.constant('under' as const), boundSeconds: seconds, limitShare: share }),
)

describe('formatObjective', () => {
  it.each<[Objective, string]>([
    [{ kind: 'quantile', quantile: 0.999, limitSeconds: 0.25 }, 'p99.9 < 250ms'],
    [{ kind: 'errors', limitShare: 0.001 }, 'errors < 0.1%'],
    [{ kind: 'achieved', limitShare: 0.99999 }, 'achieved > 99.999%'],
    [{ kind: 'under', boundSeconds: 1.5, limitShare: 0.9 }, 'under 1.5s > 90%'],
  ])('%j reads %s', (objective, line) => {
    expect(formatObjective(objective)).toBe(line)
  })

  it('what is printed parses to the same objective again', () => {
    fc.assert(
      fc.property(objectives, (objective) => {
        const again = parseObjective(formatObjective(objective)) as Objective
        expect(again.kind).toBe(objective.kind)
        for (const [key, value] of Object.entries(objective))
          if (typeof value === 'number') expect(again[key as keyof Objective]).toBeCloseTo(value, 10)
      }),
    )
  })
})

describe('shares', () => {
  it.each([
    ['5%', 0.05],
    ['0%', 0],
    ['100%', 1],
    [' 0.5 % ', 0.005],
  ])('%j is %d', (text, value) => {
    expect(parseShare(text)).toBe(value)
  })

  it.each(['5', '-5%', '100.1%', '%', '5%%', 'five%'])('%j is none', (text) => {
    expect(parseShare(text)).toBeUndefined()
  })

  it.each([
    [0.0123, '1.23%'],
    [1, '100%'],
    [0, '0%'],
    [0.123456, '12.3%'],
    [0.000884237, '0.0884%'],
    [0.998766, '99.877%'],
    [0.5, '50%'],
    [1.5, '150%'],
    [Number.NaN, 'n/a'],
  ])('%d reads %s', (value, text) => {
    expect(formatShare(value)).toBe(text)
  })
})
