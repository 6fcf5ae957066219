import { describe, expect, it } from 'vitest'
import { type DetectionFacts, detectIncident } from '../../../analysis/drill/detect-incident.ts'
import type { DrillIncident } from '../../../core/drill/drill-incident.ts'
import type { DrilledMonth, MonthFiring } from '../../../core/drill/drilled-month.ts'

const OUTAGE: DrillIncident = {
  ...{ name: 'outage', sentence: 'Every request fails.', fromSeconds: 600, toSeconds: 1200, share: 1 },
  ...{ effects: [], grows: false, trafficFactor: 1, concerns: null },
}
const NEXT: DrillIncident = { ...OUTAGE, name: 'next', fromSeconds: 1500, toSeconds: 1800 }
/** 10 of them in every minute of the outage. */
const FAILED = Float64Array.from({ length: 60 }, (_, minute) => (minute >= 10 && minute < 20 ? 10 : 0))

function month(incidents: readonly DrillIncident[]): DrilledMonth {
  return {
    ...{ name: 'incidents', kind: 'incidents', seed: 1, alerts: [] },
    incidents,
    minutes: { requests: FAILED, failed: FAILED, slower: new Map() },
  }
}

const firing = (fromSeconds: number, notifiedSeconds: number | null): MonthFiring => ({
  ...{ labels: {}, pendingSeconds: fromSeconds, toSeconds: 1300, fromSeconds, notifiedSeconds },
})

const FACTS: DetectionFacts = {
  traceSeconds: 600,
  objectives: [
    {
      name: 'errors < 0.1%',
      kind: 'errors',
      allowedShare: 0.001,
      boundSeconds: null,
      source: { kind: 'given', place: null },
    },
  ],
  monthSeconds: 3600,
}

describe('detectIncident', () => {
  it.each([
    ['until the page', [firing(660, 780)], 30],
    ['all that it burns where nobody is told of the firing', [firing(660, null)], 100],
    ['all that it burns where nothing fires', [], 100],
    ['all that it burns where the alert fired before', [firing(540, 570)], 100],
  ])('counts what is burnt %s', (_, firings, bad) => {
    expect(detectIncident(OUTAGE, firings, month([OUTAGE]), FACTS).bad).toEqual([bad])
  })

  it.each([
    ['until its trace is gone', [OUTAGE], 600, 1200],
    ['until another incident begins', [OUTAGE, NEXT], 600, 900],
    ['until the month ends', [OUTAGE], 6000, 3000],
  ])('watches an incident %s', (_, incidents, traceSeconds, watchedSeconds) => {
    const seen = detectIncident(OUTAGE, [], month(incidents), { ...FACTS, traceSeconds })
    expect(seen.watchedSeconds).toBe(watchedSeconds)
  })
})
