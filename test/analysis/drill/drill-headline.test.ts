import { describe, expect, it } from 'vitest'
import { drillHeadline } from '../../../analysis/drill/drill-headline.ts'
import { SAMPLE_DRILLS } from '../../support/sample-drills.ts'

const { bad } = SAMPLE_DRILLS

describe('drillHeadline', () => {
  it('says of a drill that was stopped before any incident what was seen without one', () => {
    expect(drillHeadline({ ...bad, incidents: [], seeds: null })).toMatch(
      /^No incident was simulated; \d alerts (never paged|paged (once|\d+ times)) in \d+ quiet days[;.]/,
    )
  })

  it('says no more where there was no quiet month either', () => {
    const alerts = bad.alerts.map((alert) => ({ ...alert, quiet: null }))
    expect(drillHeadline({ ...bad, incidents: [], alerts, seeds: null })).toMatch(/^No incident was simulated[;.]/)
  })
})
