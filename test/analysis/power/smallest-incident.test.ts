import { describe, expect, it } from 'vitest'
import { nextLength, smallestIncident } from '../../../analysis/power/smallest-incident.ts'
import type { PowerFinding, PowerPoint } from '../../../core/drill/power-curve.ts'

const KIND = { share: 0.1, slowdown: 2, traffic: 'night' } as const

function points(findings: Readonly<Record<number, PowerFinding>>): PowerPoint[] {
  return Object.entries(findings).map(([minutes, finding]) => ({
    ...KIND,
    durationSeconds: Number(minutes) * 60,
    finding,
    ...{ trials: 20, found: 10, alreadyFiring: 0, byChance: 0, medianDelaySeconds: null },
    probability: { estimate: 0.5, low: 0, high: 1 },
    medianDelay: { low: null, high: null },
  }))
}

describe('smallestIncident', () => {
  it.each<
    [what: string, findings: Readonly<Record<number, PowerFinding>>, missed: number | null, found: number | null]
  >([
    ['between what is missed and what is found', { 1: 'missed', 5: 'missed', 10: 'found', 30: 'found' }, 5, 10],
    ['with a gap where trials could not tell', { 1: 'missed', 5: 'undecided', 10: 'found' }, 1, 10],
    ['nothing found', { 1: 'missed', 60: 'missed' }, 60, null],
    ['all found', { 1: 'found', 60: 'found' }, null, 1],
    ['nothing known', { 1: 'undecided', 60: 'undecided' }, null, null],
    ['found, and missed again where it lasts longer', { 1: 'found', 5: 'missed', 10: 'found' }, null, 10],
    ['found, and the longest not', { 1: 'missed', 5: 'found', 10: 'undecided' }, 1, null],
  ])('%s', (_, findings, missed, found) => {
    const smallest = smallestIncident(points(findings), KIND)
    expect(smallest?.missedUpToSeconds).toBe(missed === null ? null : missed * 60)
    expect(smallest?.foundFromSeconds).toBe(found === null ? null : found * 60)
  })

  it('knows nothing of incidents that were not tried', () => {
    expect(smallestIncident(points({ 1: 'found' }), { ...KIND, traffic: 'day' })).toBeNull()
  })
})

describe('nextLength', () => {
  const next = (findings: Readonly<Record<number, PowerFinding>>) => nextLength(points(findings), KIND, 15)

  it('lies between the longest that is missed and the shortest that is found', () => {
    expect(next({ 5: 'missed', 10: 'found' })).toBe(420)
  })

  it('is shorter than all that were tried where all were found', () => {
    expect(next({ 2: 'found', 10: 'found' })).toBe(60)
  })

  it.each<[what: string, findings: Readonly<Record<number, PowerFinding>>]>([
    ['it is known well enough', { 5: 'missed', 6: 'found' }],
    ['nothing was found', { 5: 'missed', 60: 'missed' }],
    ['nothing was tried', {}],
    ['what lies between was tried, and could not tell', { 5: 'missed', 7: 'undecided', 10: 'found' }],
    ['the shortest there is was found', { 0.25: 'found', 5: 'found' }],
  ])('is none where %s', (_, findings) => {
    expect(next(findings)).toBeNull()
  })
})
