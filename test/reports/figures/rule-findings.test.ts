import { describe, expect, it } from 'vitest'
import type { AlertFinding } from '../../../core/report/report.ts'
import type { RuleFinding } from '../../../core/run/rule-finding.ts'
import { shownRuleFindings } from '../../../reports/figures/rule-findings.ts'

const finding = (rule: string, severity: RuleFinding['severity'], message = `about ${rule}`): RuleFinding => ({
  rule,
  file: 'a.rules.yml',
  line: 3,
  severity,
  message,
  meaningless: false,
  alerts: [rule],
})

const alert = (name: string, more: Partial<AlertFinding> = {}): AlertFinding => ({
  name,
  expression: 'x > 1',
  forSeconds: 0,
  transitions: [{ at: 0, state: 'inactive', value: null }],
  expected: 'never fires',
  finding: 'pass',
  detectionSeconds: null,
  resolutionSeconds: null,
  reason: 'It did not fire.',
  ...more,
})

describe('shownRuleFindings', () => {
  const shown = (rules: readonly RuleFinding[], alerts: readonly AlertFinding[]) =>
    shownRuleFindings({ rules: [...rules], alerts: [...alerts] }).map(({ rule }) => rule)

  it('puts the gravest first, and those of alerts that are asked about', () => {
    const rules = [finding('b', 'warning'), finding('a', 'warning'), finding('c', 'error')]
    expect(shown(rules, [alert('a')])).toEqual(['c', 'a', 'b'])
  })

  it('shows a note only where its alert fired although it should not have', () => {
    const fired = [{ at: 5, state: 'firing' as const, value: 2 }]
    const rules = [finding('a', 'note')]
    expect(shown(rules, [alert('a')])).toEqual([])
    expect(shown(rules, [alert('a', { finding: 'pass', transitions: fired })])).toEqual([])
    expect(shown(rules, [alert('a', { finding: 'fail', transitions: fired })])).toEqual(['a'])
  })

  it('leaves out what is the reason of an alert already', () => {
    const rules = [finding('a', 'error', 'it can never hold')]
    expect(shown(rules, [alert('a', { reason: 'Its rule can never fire: it can never hold.' })])).toEqual([])
  })
})

it('has nothing to say of a report without a check', () => {
  expect(shownRuleFindings({ alerts: [] })).toEqual([])
})
