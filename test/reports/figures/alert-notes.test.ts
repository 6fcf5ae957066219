import { describe, expect, it } from 'vitest'
import type { AlertFinding, Report } from '../../../core/report/report.ts'
import { alertNotes } from '../../../reports/figures/alert-notes.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'

const passed = Object.values(SAMPLE_REPORTS)[0] as Report
const alert = passed.alerts[0] as AlertFinding

const compared = (differenceSeconds: number) => ({
  alert: alert.name,
  state: 'firing' as const,
  at: 58,
  controlAt: 58 + differenceSeconds,
  differenceSeconds,
  agrees: Math.abs(differenceSeconds) <= 1,
})

const agreement = (differenceSeconds: number) => ({
  control: 'embedded',
  toleranceSeconds: 1,
  agrees: Math.abs(differenceSeconds) <= 1,
  transitions: [compared(differenceSeconds)],
})

describe('alertNotes', () => {
  it('an embedded run has none', () => {
    expect(alertNotes(alert, passed)).toEqual([])
  })

  it('says who was notified, and how late', () => {
    const notifications = [
      { alert: alert.name, status: 'firing' as const, at: 58.009, delaySeconds: 0.011 },
      { alert: alert.name, status: 'resolved' as const, at: 128.12, delaySeconds: 0.122 },
    ]
    expect(alertNotes({ ...alert, notifications }, passed)).toEqual([
      'Alertmanager notified: firing at 58s (11ms later), resolved at 128s (122ms later).',
    ])
    expect(alertNotes({ ...alert, notifications: [] }, passed)).toEqual(['Alertmanager notified nobody.'])
  })

  it('says whether the embedded evaluator saw the same', () => {
    expect(alertNotes(alert, { ...passed, witnessAgreement: agreement(-0.558) })).toEqual([
      'The embedded evaluator agrees on the one transition, at most 558ms apart (1s allowed).',
    ])
    expect(alertNotes(alert, { ...passed, witnessAgreement: agreement(1.5) })).toEqual([
      'The embedded evaluator disagrees on firing.',
    ])
  })
})
