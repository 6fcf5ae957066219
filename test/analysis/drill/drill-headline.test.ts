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

  it('counts neither for nor against alerts what fired before an incident or may have fired by chance', () => {
    const [alert] = bad.alerts
    const outage = alert?.detections.find(({ incident }) => incident === 'outage')
    if (alert === undefined || outage === undefined) throw new Error('expected an alert that saw an outage')
    const missed = { ...outage, outcome: 'missed' as const, firingAfterSeconds: null, notifiedAfterSeconds: null }
    const detections = [
      outage,
      { ...outage, incident: 'slow-tenth', byChance: 0.34 },
      { ...missed, incident: 'night', outcome: 'already-firing' as const },
      { ...missed, incident: 'deploy' },
    ]
    const incidents = bad.incidents.filter(({ name }) => detections.some(({ incident }) => incident === name))
    const report = { ...bad, alerts: [{ ...alert, detections }], incidents, seeds: null }
    expect(drillHeadline(report)).toBe(
      'CheckoutErrorBudgetBurn fired for 1 of 4 incidents, not for deploy (of slow-tenth and night it cannot be told), and never paged in 30 quiet days.',
    )
  })

  it('says no more where there was no quiet month either', () => {
    const alerts = bad.alerts.map((alert) => ({ ...alert, quiet: null }))
    expect(drillHeadline({ ...bad, incidents: [], alerts, seeds: null })).toMatch(/^No incident was simulated[;.]/)
  })
})
