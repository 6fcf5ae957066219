import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DoctorCheck, DoctorReport } from '../../../core/doctor/doctor-check.ts'
import { renderDoctor } from '../../../reports/terminal/doctor.ts'
import { displayWidth } from '../../../reports/terminal/text/display-width.ts'
import { anyText } from '../../support/any-text.ts'

const CORES: DoctorCheck = { id: 'cores', state: 'ok', observed: '2 cores', advice: null, figures: {} }

const REPORT: DoctorReport = {
  schemaVersion: 1,
  scenario: 'shop',
  target: 'http://127.0.0.1:8080',
  machine: [
    CORES,
    {
      id: 'open-files',
      state: 'problem',
      observed: '256 may be open, and a run with 256 connections takes 328',
      advice: 'run ulimit -n 328 before, or lower load.connections',
      figures: {},
    },
  ],
  service: [
    { id: 'clock-offset', state: 'unknown', observed: 'no answer had a Date header', advice: null, figures: {} },
    { id: 'layout', state: 'warning', observed: '2 bounds', advice: 'add some', figures: {} },
  ],
}

const rendered = (report: DoctorReport, width: number) => renderDoctor(report, { width, color: false }).split('\n')

describe('renderDoctor', () => {
  it('is a checklist, with what to do about each, and the count of problems', () => {
    expect(rendered(REPORT, 80)).toEqual([
      'This machine',
      ' ✔ cores         2 cores',
      ' ✖ open files    256 may be open, and a run with 256 connections takes 328',
      '                 → run ulimit -n 328 before, or lower load.connections',
      '',
      'Scenario shop  http://127.0.0.1:8080',
      ' ? its clock     no answer had a Date header',
      ' ! buckets       2 bounds',
      '                 → add some',
      '',
      '1 problem: a run here would not begin, or prove nothing; 1 warning and 1 that',
      'could not be told',
      '',
    ])
  })

  it('puts what was seen under its name where there is no room beside it', () => {
    expect(rendered({ ...REPORT, service: [] }, 40)).toEqual([
      'This machine',
      ' ✔ cores',
      '   2 cores',
      ' ✖ open files',
      '   256 may be open, and a run with 256',
      '   connections takes 328',
      '   → run ulimit -n 328 before, or lower',
      '     load.connections',
      '',
      '1 problem: a run here would not begin,',
      'or prove nothing',
      '',
    ])
  })

  it('says that no problem was found', () => {
    const fit = { ...REPORT, scenario: null, target: null, machine: [CORES], service: [] }
    expect(rendered(fit, 80).at(-2)).toBe('No problem found on this machine')
    expect(rendered({ ...REPORT, machine: [CORES] }, 80).slice(-2, -1)).toEqual([
      'No problem found; 1 warning and 1 that could not be told',
    ])
  })

  it('keeps to the width whatever is observed, and prints no control characters', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.integer({ min: 20, max: 130 }), (observed, advice, width) => {
        const lines = rendered({ ...REPORT, machine: [{ ...CORES, observed, advice }] }, width)
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be printed
        expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
      }),
    )
  })
})
