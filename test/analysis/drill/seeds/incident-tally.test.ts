import { describe, expect, it } from 'vitest'
import { IncidentTally } from '../../../../analysis/drill/seeds/incident-tally.ts'
import type { DrillDetection } from '../../../../core/report/drill-report.ts'
import { DETECTED, MISSED } from '../../support/detections.ts'

const LATE: DrillDetection = { ...DETECTED, firingAfterSeconds: 13_470, notifiedAfterSeconds: 13_500 }
const SILENT: DrillDetection = { ...MISSED, watchedSeconds: 13_500 }
const BEFORE: DrillDetection = { ...SILENT, outcome: 'already-firing' }

function byChance(detections: readonly DrillDetection[], firingsPerDay: number | null): number {
  const tally = new IncidentTally()
  for (const each of detections) tally.add(each)
  return tally.figures(firingsPerDay).byChance
}

describe('IncidentTally', () => {
  it.each<[string, DrillDetection[], number | null, number]>([
    // 100 in 100 times 3.75 hours, at one in 3.75 hours.
    ['as often as they come by themselves', Array(100).fill(LATE), 6.4, 0.513],
    ['one in twice so long a time, as 1 - exp(-0.6)', [LATE, SILENT], 1.92, 0.451],
    ['one in so long a time, where another seed tells nothing, as 1 - exp(-0.3)', [LATE, BEFORE], 1.92, 0.259],
    ['much sooner', Array(100).fill({ ...DETECTED, notifiedAfterSeconds: 10 }), 19.2, 0],
    // 12 in 12 times 90 seconds and 28 times 10 minutes, of which 9.9 are expected: the seeds without one count, too.
    ['as often among silent seeds', [...Array(12).fill(DETECTED), ...Array(28).fill(MISSED)], 48, 0.296],
    ['of an alert that never fires by itself', [LATE], 0, 0],
    ['none at all', [SILENT, SILENT], 19.2, 0],
    ['of which nothing is known', [LATE], null, 1],
  ])('says how probable firings are without the incident: %s', (_, detections, perDay, chance) => {
    expect(byChance(detections, perDay)).toBeCloseTo(chance, 3)
  })
})
