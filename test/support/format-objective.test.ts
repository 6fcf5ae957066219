import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Objective } from '../../core/scenario/objective.ts'
import { parseObjective } from '../../core/scenario/parse-objective.ts'
import { formatObjective } from './format-objective.ts'

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
  ])('writes %j as %s', (objective, line) => {
    expect(formatObjective(objective)).toBe(line)
  })

  it('writes what parses to the same objective again', () => {
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
