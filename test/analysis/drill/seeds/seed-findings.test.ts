import { describe, expect, it } from 'vitest'
import { seedFindings } from '../../../../analysis/drill/seeds/seed-findings.ts'
import { NO_CONDITION_SEEN } from '../../../../core/condition-seen.ts'
import type { MonthOutcome, SeenIncident } from '../../../../core/drill/month-outcome.ts'
import { DETECTED, MISSED } from '../../support/detections.ts'

const QUIET_DAYS = 30

function chanceOf(seen: Omit<SeenIncident, 'bad'>, firings: number): number | undefined {
  const months = [
    monthOf('quiet', [], { firings, pages: 0, firingSeconds: 0, alwaysFiring: false, flaps: 0 }),
    monthOf('incidents', [{ ...seen, bad: [] }], null),
  ]
  return seedFindings(months, { objectives: [], days: QUIET_DAYS }).alerts[0]?.detections[0]?.byChance
}

function monthOf(
  kind: MonthOutcome['kind'],
  incidents: readonly SeenIncident[],
  quiet: MonthOutcome['alerts'][number]['quiet'],
): MonthOutcome {
  return {
    ...{ name: kind, kind, seed: 1, requests: 1, failed: 0, incidents: [] },
    alerts: [{ incidents, quiet, failures: [], condition: NO_CONDITION_SEEN, firings: null }],
  }
}

describe('seedFindings', () => {
  it.each<[string, Omit<SeenIncident, 'bad'>, number, number]>([
    // Three times 24 a day, as if all came in a third of the day: 1 - exp(-72 / 86400 * seconds).
    ['a page so soon', DETECTED, 720, 0.0723],
    ['a firing so soon, where nobody is told', { ...DETECTED, notifiedAfterSeconds: null }, 720, 0.0488],
    ['silence', MISSED, 720, 0],
    ['a page of what never fires by itself', DETECTED, 0, 0],
  ])('says how probable by itself is %s', (_, seen, firings, chance) => {
    expect(chanceOf(seen, firings)).toBeCloseTo(chance, 4)
  })
})
