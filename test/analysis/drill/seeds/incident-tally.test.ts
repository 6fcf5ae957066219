import { describe, expect, it } from 'vitest'
import { IncidentTally } from '../../../../analysis/drill/seeds/incident-tally.ts'
import type { DrillDetection } from '../../../../core/report/drill-report.ts'
import { DETECTED, MISSED } from '../../support/detections.ts'

const LATE: DrillDetection = { ...DETECTED, firingAfterSeconds: 13_500, notifiedAfterSeconds: 13_530 }

function byChance(detections: readonly DrillDetection[], firingsPerDay: number): number {
  const tally = new IncidentTally()
  for (const each of detections) tally.add(each)
  return tally.figures(firingsPerDay).byChance
}

describe('IncidentTally', () => {
  it.each<[string, DrillDetection[], number, number]>([
    // 100 in 100 times 3.75 hours, at one in 3.75 hours of a third of the day.
    ['as often as they come by themselves', Array(100).fill(LATE), 6.4 / 3, 0.513],
    ['one of them, as 1 - exp(-0.3)', [LATE, MISSED], 0.64, 0.259],
    ['much sooner', Array(100).fill({ ...DETECTED, firingAfterSeconds: 10 }), 6.4, 0],
    ['of an alert that never fires by itself', [LATE], 0, 0],
    ['none at all', [MISSED, MISSED], 6.4, 0],
  ])('says how probable firings are without the incident: %s', (_, detections, perDay, chance) => {
    expect(byChance(detections, perDay)).toBeCloseTo(chance, 3)
  })
})
