import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderScenarioList, type ScenarioListEntry } from '../../../reports/terminal/scenario-list.ts'
import { displayWidth } from '../../../reports/terminal/text/display-width.ts'
import { anyText } from '../../support/any-text.ts'

const ENTRIES: readonly ScenarioListEntry[] = [
  {
    name: 'steady',
    question: 'Does the service meet its SLA well within its capacity?',
    durationSeconds: 30,
    expectedVerdict: 'pass',
    problem: null,
  },
  {
    name: 'lag-spike',
    question: 'The model gets slow: does the alert catch it?',
    durationSeconds: 105,
    expectedVerdict: 'fail',
    problem: null,
  },
  { name: 'own', question: '', durationSeconds: 20, expectedVerdict: null, problem: null },
]

const HOW_TO_RUN = 'npm run scenario <name or file>'

describe('renderScenarioList', () => {
  it('lists each with its duration, its expected verdict and its question', () => {
    expect(renderScenarioList(ENTRIES, HOW_TO_RUN, { width: 80, color: false }).split('\n')).toEqual([
      'scenario    takes  expected  question',
      'steady        30s  ✔ pass    Does the service meet its SLA well within its',
      '                             capacity?',
      'lag-spike  1m 45s  ✖ fail    The model gets slow: does the alert catch it?',
      'own           20s',
      '',
      'Run one with npm run scenario <name or file>',
      '',
    ])
  })

  it('puts the question beneath where there is no room beside', () => {
    expect(renderScenarioList(ENTRIES, HOW_TO_RUN, { width: 50, color: false }).split('\n')).toEqual([
      'steady  30s, expected ✔ pass',
      '  Does the service meet its SLA well within its',
      '  capacity?',
      '',
      'lag-spike  1m 45s, expected ✖ fail',
      '  The model gets slow: does the alert catch it?',
      '',
      'own  20s',
      '',
      'Run one with npm run scenario <name or file>',
      '',
    ])
  })

  it.each([
    [80, /^broken {2,}cannot be run$/m],
    [40, /^broken\n {2}cannot be run$/m],
  ])('shows no figures of one that cannot be run, at %d columns', (width, row) => {
    const broken = { name: 'broken', question: '', durationSeconds: 0, expectedVerdict: null, problem: 'a mistake' }
    const text = renderScenarioList([...ENTRIES, broken], HOW_TO_RUN, { width, color: false })
    expect(text).toMatch(row)
  })

  it('says so where there are none', () => {
    expect(renderScenarioList([], HOW_TO_RUN, { width: 80, color: false })).toMatch(/^There are no scenarios here\.\n/)
  })

  it('is never wider than the given width, whatever the names', () => {
    const entry = fc.record({
      name: anyText,
      question: anyText,
      durationSeconds: fc.nat(9999),
      expectedVerdict: fc.constantFrom('pass' as const, 'fail' as const, null),
      problem: fc.constantFrom('a mistake', null),
    })
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), fc.integer({ min: 20, max: 200 }), (entries, width) => {
        const text = renderScenarioList(entries, HOW_TO_RUN, { width, color: false })
        expect(text).not.toMatch(/(?!\n)\p{Cc}/u)
        for (const written of text.split('\n')) expect(displayWidth(written)).toBeLessThanOrEqual(width)
      }),
    )
  })
})
