import { describe, expect, it } from 'vitest'
import type { DrillIncident } from '../../../../core/drill/drill-incident.ts'
import { monthPlans } from '../../../../harness/drill/seeds/month-plans.ts'

const incident = (name: string, fromSeconds: number, toSeconds: number): DrillIncident => ({
  ...{ name, sentence: name, fromSeconds, toSeconds, share: 1, effects: [], grows: false, trafficFactor: 1 },
  concerns: null,
})
const DRILL = {
  months: [[incident('outage', 3600, 3900), incident('at-noon', 43_200, 43_500), incident('leak', 0, 86_400)]],
  timed: ['at-noon'],
  gridSeconds: 15,
}
const OPTIONS = { quietMonths: 2, days: 1 }

describe('monthPlans', () => {
  it('are the same for the same seed, with a seed of its own for each month', () => {
    const plans = monthPlans(7, OPTIONS, DRILL)
    expect(plans).toEqual(monthPlans(7, OPTIONS, DRILL))
    expect(plans.map(({ name }) => name)).toEqual(['quiet', 'quiet 2', 'incidents'])
    expect(new Set(plans.map(({ seed }) => seed)).size).toBe(3)
  })

  it('have incidents begin anywhere between two scrapes, those with a time of their own when they were told to', () => {
    const begins = Array.from({ length: 200 }, (_, seed) => monthPlans(seed, OPTIONS, DRILL)[2]?.incidents ?? [])
    const late = begins.map(([outage]) => (outage?.fromSeconds ?? 0) - 3600)
    expect(new Set(late)).toEqual(new Set(Array.from({ length: 15 }, (_, second) => second)))
    for (const [outage, timed, whole] of begins) {
      expect((outage?.toSeconds ?? 0) - (outage?.fromSeconds ?? 0)).toBe(300)
      expect([timed?.fromSeconds, whole?.fromSeconds, whole?.toSeconds]).toEqual([43_200, 0, 86_400])
    }
  })
})
