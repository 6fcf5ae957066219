import { describe, expect, it } from 'vitest'
import { type ExaminedFinding, examinedLines } from '../../../harness/validation/examined.ts'

const finding = (line: number, subject: string, rest: Partial<ExaminedFinding> = {}): ExaminedFinding => ({
  severity: 'note',
  file: 'a.yml',
  line,
  subject,
  sentence: 'for 30s is short',
  ...rest,
})

const linesOf = (findings: readonly ExaminedFinding[]) =>
  examinedLines({ file: 'a.yml', contents: '40 rules', remarks: [], findings })

describe('what was examined', () => {
  it('is ok without findings', () => {
    expect(linesOf([])).toEqual(['a.yml: ok, 40 rules'])
  })

  it('names the gravest first and counts them', () => {
    expect(
      linesOf([
        finding(4, 'A'),
        finding(9, 'B', { severity: 'error', sentence: 'it can never fire' }),
        finding(12, 'C', { severity: 'warning', sentence: 'not evaluated' }),
      ]),
    ).toEqual([
      'a.yml: 40 rules; 1 error, 1 warning and 1 note',
      'a.yml:9 B: error: it can never fire',
      'a.yml:12 C: warning: not evaluated',
      'a.yml:4 A: note: for 30s is short',
    ])
  })

  it('says once what holds for several rules', () => {
    expect(linesOf([finding(4, 'A'), finding(9, 'B'), finding(12, 'C')])).toEqual([
      'a.yml: ok, 40 rules; 3 notes',
      'a.yml:4 A: note: for 30s is short (and of 9 B, 12 C)',
    ])
  })

  it('stays readable for forty rules', () => {
    const findings = Array.from({ length: 40 }, (_, i) => finding(i + 1, `R${i}`))
    expect(linesOf(findings)).toEqual([
      'a.yml: ok, 40 rules; 40 notes',
      'a.yml:1 R0: note: for 30s is short (and of 2 R1, 3 R2, 4 R3, 5 R4, 6 R5, 7 R6, 8 R7, 32 more)',
    ])
  })

  it('has a place also where there is no line', () => {
    expect(linesOf([{ ...finding(1, 'P95'), line: null }])[1]).toBe('a.yml: P95: note: for 30s is short')
  })
})
