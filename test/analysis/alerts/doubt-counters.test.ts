import { describe, expect, it } from 'vitest'
import { doubtCounters } from '../../../analysis/alerts/doubt-counters.ts'
import type { AlertFinding } from '../../../core/report/report.ts'

const found = (finding: AlertFinding['finding']): AlertFinding => ({
  name: 'Slow',
  expression: 'rate(x[1m]) > 1',
  forSeconds: 0,
  transitions: [],
  expected: 'never fires',
  finding,
  detectionSeconds: null,
  resolutionSeconds: null,
  reason: 'It did not fire.',
})

describe('doubtCounters', () => {
  it.each([
    ['several processes answer', { kind: 'severalProcesses' as const, instance: 'a', counts: [3, 1, 3] }],
    ['every scrape resets them', { kind: 'resetAtScrape' as const, instance: 'a', counts: [3, 1, 3] }],
  ])('makes a pass and a fail inconclusive where %s', (_, uncounted) => {
    for (const finding of ['pass', 'fail'] as const) {
      const doubted = doubtCounters(found(finding), uncounted)
      expect(doubted.finding).toBe('inconclusive')
      expect(doubted.reason).toMatch(/rates that nobody had.* It did not fire\.$/)
    }
  })

  it('makes a pass and a fail inconclusive where the counts are none, but not where only their sum is none', () => {
    const impossible = (problem: 'notWhole' | 'noSum') =>
      ({ kind: 'impossibleCounts', instance: 'a', problem, value: Number.NaN }) as const
    for (const finding of ['pass', 'fail'] as const) {
      const doubted = doubtCounters(found(finding), impossible('notWhole'))
      expect(doubted.finding).toBe('inconclusive')
      expect(doubted.reason).toMatch(/no counts of requests.* It did not fire\.$/)
      expect(doubtCounters(found(finding), impossible('noSum'))).toEqual(found(finding))
    }
  })

  it('leaves an alert alone of which nothing is expected', () => {
    expect(doubtCounters(found(null), { kind: 'resetAtScrape', instance: 'a', counts: [] })).toEqual(found(null))
  })

  it('leaves findings alone where the counters can be trusted, or are missing for another reason', () => {
    expect(doubtCounters(found('pass'), undefined)).toEqual(found('pass'))
    expect(doubtCounters(found('pass'), { kind: 'noBaseline', failure: null })).toEqual(found('pass'))
  })
})
