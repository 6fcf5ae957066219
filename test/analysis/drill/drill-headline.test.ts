import { describe, expect, it } from 'vitest'
import { drillHeadline } from '../../../analysis/drill/drill-headline.ts'
import type {
  DrillDetection,
  DrilledAlert,
  IncidentOverSeeds,
  ReportedIncident,
} from '../../../core/report/drill-report.ts'
import { drilledAlert, SAMPLE_DRILLS } from '../../support/sample-drills.ts'
import { DETECTED, MISSED as SILENT } from '../support/detections.ts'

const { bad } = SAMPLE_DRILLS

type Seen = Omit<DrillDetection, 'incident'>
const FOUND: Seen = DETECTED
const CHANCE: Seen = { ...DETECTED, byChance: 0.34 }
const BEFORE: Seen = { ...SILENT, outcome: 'already-firing' }
const MISSED: Seen = SILENT

function alertOf(name: string, seen: Readonly<Record<string, Seen>>, more: Partial<DrilledAlert> = {}): DrilledAlert {
  const detections = Object.entries(seen).map(([incident, each]) => ({ ...each, incident }))
  return { ...drilledAlert(name, {}), detections, ...more }
}

function watchdog(seen: Readonly<Record<string, Seen>>): DrilledAlert {
  const alert = alertOf('Watchdog', seen, { severity: 'none', noReceiver: true })
  return { ...alert, quiet: alert.quiet && { ...alert.quiet, alwaysFiring: true } }
}

function incidentOf(name: string): ReportedIncident {
  return { ...(bad.incidents[0] as ReportedIncident), name }
}

function headlineWith(alerts: readonly DrilledAlert[]): string {
  const names = new Set(alerts.flatMap(({ detections }) => detections.map(({ incident }) => incident)))
  return drillHeadline({ ...bad, incidents: [...names].map(incidentOf), alerts: [...alerts], seeds: null })
}

const headlineOf = (seen: Readonly<Record<string, Seen>>) => headlineWith([alertOf('Slow', seen)])

function overSeedsOf(seeds: number): IncidentOverSeeds {
  return {
    ...{ seeds, detected: 0, paged: 0, alreadyFiring: 0, byChance: 0, detectedShare: null, pagedShare: null },
    ...{ firingAfter: null, notifiedAfter: null, resolvedAfter: null, burnt: [], flaps: 0, flappingSeeds: 0 },
  }
}

describe('drillHeadline', () => {
  it('says of a drill that was stopped before any incident what was seen without one', () => {
    expect(drillHeadline({ ...bad, incidents: [], seeds: null })).toMatch(
      /^No incident was simulated; \d alerts (never paged|paged (once|\d+ times)) in \d+ quiet days[;.]/,
    )
  })

  it('counts neither for nor against alerts what fired before an incident or may have fired by chance', () => {
    expect(headlineOf({ outage: FOUND, 'slow-tenth': CHANCE, night: BEFORE, deploy: MISSED })).toBe(
      'Slow fired for 1 of 4 incidents, not for deploy (of slow-tenth and night it cannot be told), and never paged in 30 quiet days.',
    )
  })

  it.each<[string, Readonly<Record<string, Seen>>, string]>([
    ['one incident that was found', { outage: FOUND }, 'Slow fired for outage, and never paged in 30 quiet days.'],
    ['two that were found', { a: FOUND, b: FOUND }, 'Slow fired for both incidents, and never paged in 30 quiet days.'],
    [
      'all that were found',
      { a: FOUND, b: FOUND, c: FOUND },
      'Slow fired for all 3 incidents, and never paged in 30 quiet days.',
    ],
    ['one that was missed', { gone: MISSED }, 'Slow did not fire for gone, and never paged in 30 quiet days.'],
    [
      'several that were missed',
      { a: MISSED, b: MISSED, c: MISSED },
      'Slow fired for none of 3 incidents, and never paged in 30 quiet days.',
    ],
    [
      'one that may be chance',
      { outage: CHANCE },
      'Slow fired around outage, but maybe not because of it, and never paged in 30 quiet days.',
    ],
    [
      'some of which none can be told',
      { outage: CHANCE, night: BEFORE },
      'Slow fired around outage and night, but maybe not because of them, and never paged in 30 quiet days.',
    ],
    [
      'some that were missed, and of the others it cannot be told',
      { outage: CHANCE, deploy: MISSED },
      'Slow did not fire for deploy (of outage it cannot be told), and never paged in 30 quiet days.',
    ],
  ])('says of an alert what it did about %s', (_, seen, headline) => {
    expect(headlineOf(seen)).toBe(headline)
  })

  it.each<[string, readonly DrilledAlert[], string]>([
    [
      'that were all silent',
      [alertOf('Slow', { gone: MISSED }), alertOf('Errors', { gone: MISSED })],
      'None of 2 alerts fired for gone, and never paged in 30 quiet days.',
    ],
    [
      'of which one could not fire',
      [alertOf('Slow', { gone: FOUND }), alertOf('Percent', { gone: MISSED }, { cannotHold: 'a share > 5' })],
      'Slow fired for gone, and never paged in 30 quiet days; Percent could not fire.',
    ],
    [
      'that could not fire',
      [alertOf('Percent', { gone: MISSED }, { cannotHold: 'a share > 5' })],
      'Percent could not fire.',
    ],
    [
      'of which one is a watchdog, and nobody is told of the other',
      [alertOf('Slow', { gone: FOUND }, { noReceiver: true }), watchdog({ gone: BEFORE })],
      'Slow fired for gone, and never paged in 30 quiet days; Watchdog fires all the time; Alertmanager tells nobody of Slow.',
    ],
    [
      'of which there is a watchdog alone, of which nobody is to be told',
      [watchdog({ gone: BEFORE })],
      'Watchdog fires all the time, also where nothing goes wrong.',
    ],
    [
      'of which one is not simulated',
      [
        alertOf('Slow', { gone: FOUND }),
        alertOf('Disk', {}, { outcome: 'not-simulated', problem: 'no series', quiet: null }),
      ],
      'Slow fired for gone, and never paged in 30 quiet days; 1 alert is not simulated.',
    ],
    [
      'of which none is simulated',
      [alertOf('Disk', {}, { outcome: 'not-simulated', problem: 'it reads x', quiet: null })],
      'Nothing was drilled: Disk is not simulated, it reads x.',
    ],
  ])('says of alerts %s', (_, alerts, headline) => {
    expect(headlineWith(alerts)).toBe(headline)
  })

  it.each<
    [string, Readonly<Record<string, readonly [detected: number, byChance?: number, alreadyFiring?: number]>>, string]
  >([
    ['one that is always found', { outage: [20] }, 'fired every time for outage'],
    ['one that never is', { gone: [0] }, 'never fired for gone'],
    ['many that never are', { a: [0], b: [0], c: [0], d: [0], e: [0] }, 'never fired for any of 5 incidents'],
    ['one that is found at times', { night: [7] }, 'fired sometimes for night'],
    ['one that may be chance', { night: [7, 0.2] }, 'fired around night, but maybe not because of it'],
    [
      'one before which it always fired, and another one',
      { night: [0, 0, 20], gone: [0] },
      'never fired for gone (of night it cannot be told)',
    ],
    [
      'some of each kind',
      { outage: [20], night: [7], gone: [0] },
      'fired every time for 1 of 3 incidents, sometimes for night, never for gone',
    ],
  ])('says of 20 seeds, of %s', (_, seen, words) => {
    const incidents = Object.entries(seen).map(([name, [detected, byChance = 0, alreadyFiring = 0]]) => ({
      ...incidentOf(name),
      overSeeds: { ...overSeedsOf(20), detected, byChance, alreadyFiring, alert: null },
    }))
    const seeds = { first: 1, asked: 20, done: 20, quietMonths: 20, incidentMonths: 20, requests: 1, failed: 1 }
    expect(drillHeadline({ ...bad, incidents, alerts: [alertOf('Slow', {})], seeds })).toBe(
      `In 20 seeds Slow ${words}, and never paged in 30 quiet days.`,
    )
  })

  it('says no more where there was no quiet month either', () => {
    const alerts = bad.alerts.map((alert) => ({ ...alert, quiet: null }))
    expect(drillHeadline({ ...bad, incidents: [], alerts, seeds: null })).toMatch(/^No incident was simulated[;.]/)
  })
})
