import { describe, expect, it } from 'vitest'
import type { DrillDetection } from '../../../../core/report/drill-report.ts'
import {
  burntFigure,
  firstPage,
  foundFigure,
  resolvedFigure,
} from '../../../../reports/drill/figures/detection-figures.ts'
import { SAMPLE_DRILLS } from '../../../support/sample-drills.ts'

const DETECTED: DrillDetection = {
  incident: 'outage',
  outcome: 'detected',
  watchedSeconds: 600,
  firingAfterSeconds: 195,
  notifiedAfterSeconds: 225,
  burnt: [
    { objective: 'errors < 0.1%', share: 0.0719 },
    { objective: 'under 300ms > 99%', share: 0.2 },
  ],
  byChance: 0,
  resolvedAfterSeconds: 240,
  flaps: 0,
}

describe('foundFigure', () => {
  it.each([
    [undefined, '–'],
    [DETECTED, '3m 45s'],
    [{ ...DETECTED, notifiedAfterSeconds: null }, 'no page, firing 3m 15s'],
    [{ ...DETECTED, outcome: 'missed' as const }, 'missed'],
    [{ ...DETECTED, outcome: 'already-firing' as const }, 'was firing'],
    [{ ...DETECTED, byChance: 0.051 }, '3m 45s, maybe by chance'],
    [{ ...DETECTED, byChance: 0.051, notifiedAfterSeconds: null }, 'no page, firing 3m 15s, maybe by chance'],
    [{ ...DETECTED, byChance: 0.05 }, '3m 45s'],
  ])('%#', (detection, figure) => {
    expect(foundFigure(detection)).toBe(figure)
  })
})

describe('resolvedFigure', () => {
  it.each([
    [DETECTED, '4m after'],
    [{ ...DETECTED, resolvedAfterSeconds: -60 }, '1m before'],
    [{ ...DETECTED, resolvedAfterSeconds: 0.1 }, 'at its end'],
    [{ ...DETECTED, resolvedAfterSeconds: null }, 'stays'],
    [{ ...DETECTED, outcome: 'missed' as const, resolvedAfterSeconds: null }, '–'],
  ])('%#', (detection, figure) => {
    expect(resolvedFigure(detection)).toBe(figure)
  })
})

describe('burntFigure', () => {
  it.each([
    [DETECTED.burnt, '20%'],
    [[{ objective: 'errors < 0.1%', share: 0.00001 }], 'under 0.01%'],
    [[{ objective: 'errors < 0%', share: null }], '–'],
    [[{ objective: 'errors < 0.1%', share: 3.24 }], '320%'],
  ])('of %o is %s: the budget that was burnt most, as exact as it is known', (burnt, figure) => {
    expect(burntFigure({ burnt })).toBe(figure)
  })
})

describe('firstPage', () => {
  it('is the alert that Alertmanager notifies of first', () => {
    const { incidents, alerts } = SAMPLE_DRILLS.bad
    const [outage, slowTenth] = incidents
    if (outage === undefined || slowTenth === undefined) throw new Error('expected incidents')
    const names = alerts.map(({ line }) => String(line))
    expect(firstPage(outage, [...alerts].reverse(), [...names].reverse())?.name).toBe('14')
    expect(firstPage(slowTenth, alerts, names)).toBeNull()
  })
})
