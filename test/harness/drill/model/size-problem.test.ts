import { describe, expect, it } from 'vitest'
import { modelForRules, USUAL_BOUNDS } from '../../../../harness/drill/model/model-for-rules.ts'
import { sizeProblem } from '../../../../harness/drill/model/size-problem.ts'
import { alertReads } from '../../../support/alert-reads.ts'

const MONTH_SCRAPES = 37 * 5760

function check(instances: number, keptScrapes: number) {
  const expr = 'histogram_quantile(0.95, sum by (le) (rate(request_duration_seconds_bucket[5m]))) > 0.3'
  const { reads } = alertReads([expr])
  const { model, oneInstance } = modelForRules({
    ...{ reads, instances },
    ...{ knownBounds: new Map(), otherBounds: USUAL_BOUNDS, limits: new Map(), overrides: [], begin: 'at-zero' },
  })
  return sizeProblem({ model, oneInstance, reads, keptScrapes })
}

describe('sizeProblem', () => {
  it('is none where a machine has room, and counts no series that nothing reads', () => {
    // 12 buckets each: their sums and counts are read by nobody.
    expect(check(73, MONTH_SCRAPES)).toBeNull()
  })

  it('says what it comes to, and what asks for less', () => {
    expect(check(500, MONTH_SCRAPES)).toBe(
      'it reads 6,000 series with the labels that it asks for, which are 10.2 GB at once, and at most 879 are simulated; fewer --instances or a longer --scrape-interval ask for less',
    )
  })
})
